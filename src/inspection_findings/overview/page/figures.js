/* What counts come to. Nothing here knows of the page. */

/* Counts of some reports together, by domain and under "all". Unsure findings are counted apart. */
function counts(reports) {
  const sums = { all: { strengths: 0, total: 0, unsure: 0 } };
  domains.forEach((domain, place) => {
    const sum = { strengths: 0, total: 0, unsure: 0 };
    for (const report of reports) {
      const [strengths, weaknesses, ...unsure] = report.counts.slice(4 * place, 4 * place + 4);
      sum.strengths += strengths;
      sum.total += strengths + weaknesses;
      sum.unsure += unsure[0] + unsure[1];
    }
    sums[domain] = sum;
    for (const key of Object.keys(sum)) sums.all[key] += sum[key];
  });
  return sums;
}

/* Strengths among findings, 0 to 1; null where there are too few to say. */
function share(sum) {
  return sum.total >= FEW ? sum.strengths / sum.total : null;
}

/* The same as a whole percentage. */
function percentage(sum) {
  return sum.total >= FEW ? Math.round((100 * sum.strengths) / sum.total) : null;
}

/* The last report of each authority. */
function latestOf(reports) {
  const last = new Map();
  for (const report of reports) {
    const before = last.get(report.authority);
    if (!before || (report.date ?? "") >= (before.date ?? "")) last.set(report.authority, report);
  }
  return [...last.values()];
}

/* One row of the heat map: some reports of one authority. Year and grade are those of the last of them. */
function row(key, reports) {
  const last = reports.reduce((a, b) => ((b.date ?? "") >= (a.date ?? "") ? b : a));
  const { authority, region, year } = last;
  return { key, authority, region, year, grade: last.grades.overall ?? null, reports, counts: counts(reports) };
}

/* Rows of the heat map: one each authority's latest report, all its reports together, or one each report. */
function rowsOf(reports, how) {
  if (how === "each") return reports.map((report) => row(`${report.id}`, [report]));
  if (how === "latest") return latestOf(reports).map((report) => row(report.authority, [report]));
  const groups = new Map();
  for (const report of reports) {
    if (!groups.has(report.authority)) groups.set(report.authority, []);
    groups.get(report.authority).push(report);
  }
  return [...groups].map(([authority, all]) => row(authority, all));
}

/* How far each domain's share is from that of all rows. A share of few findings is drawn to the mean. */
function profile(sums, everything) {
  return domains.map((domain) => {
    const mean = everything[domain].total ? everything[domain].strengths / everything[domain].total : 0;
    const { strengths, total } = sums[domain];
    return (strengths + index.added * mean) / (total + index.added) - mean;
  });
}

/* The cosine of the angle between two profiles: 1 where they differ from the mean in the same way, -1 in the opposite. */
function likeness(one, other) {
  const product = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0);
  const lengths = Math.sqrt(product(one, one) * product(other, other));
  return lengths ? product(one, other) / lengths : 0;
}

/* The rows whose profile is most like one row's, the likest first, with the domains that make them so. */
function mostAlike(key, rows, number) {
  const everything = counts(rows.flatMap((each) => each.reports));
  const profiles = rows.map((each) => profile(each.counts, everything));
  const own = profiles[rows.findIndex((each) => each.key === key)];
  if (!own) return [];
  return rows
    .map((each, place) => ({ row: each, likeness: likeness(own, profiles[place]), shared: sharedBy(own, profiles[place]) }))
    .filter((each) => each.row.key !== key && each.likeness > 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, number);
}

/* The domains in which two profiles lie most clearly on the same side of the mean. */
function sharedBy(one, other) {
  const places = domains.map((_, place) => place).filter((place) => one[place] * other[place] > 0);
  places.sort((a, b) => one[b] * other[b] - one[a] * other[a]);
  const named = (side) => places.slice(0, 3).filter((place) => one[place] * side > 0).map((place) => index.domains[domains[place]]);
  return { stronger: named(1), weaker: named(-1) };
}

/* Counts by framework and year, both in order. */
function trendOf(reports) {
  const series = [];
  for (const framework of Object.keys(index.frameworks)) {
    const own = reports.filter((report) => report.framework === framework && report.year);
    const years = [...new Set(own.map((report) => report.year))].sort();
    if (!years.length) continue;
    const points = years.map((year) => {
      const those = own.filter((report) => report.year === year);
      return { year, reports: those.length, counts: counts(those) };
    });
    series.push({ framework, points });
  }
  return series;
}
