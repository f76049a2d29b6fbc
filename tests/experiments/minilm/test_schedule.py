from minilm.schedule import LAST_RATE, rate


def test_the_learning_rate_goes_up_and_then_down():
    rates = [rate(number, 100) for number in range(100)]
    assert rates.index(max(rates)) in range(6, 9)
    assert rates[0] < 0.2
    assert min(rates[50:]) == rates[-1] == LAST_RATE
