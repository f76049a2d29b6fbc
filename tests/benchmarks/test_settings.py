from benchmarks.settings import QUICK, Sizes


def test_another_number_of_documents_scales_all_that_is_counted_in_them():
    small = Sizes().up_to(40)
    assert small.documents == 40
    assert small.memory == (4, 40)
    assert small.growth_documents == (1, 2, 5, 10, 20, 40)
    assert small.slow_documents == 40
    assert small.growth_trained == Sizes().growth_trained
    assert Sizes().up_to(400) == Sizes()
    assert max(QUICK.up_to(2).growth_documents) == 2
