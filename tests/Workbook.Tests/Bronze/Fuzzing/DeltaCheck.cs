using System.Numerics;
using Workbook.Bronze;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>
/// A Delta source's versions against an independent reading: each key's newest accepted row is in bronze, what was deleted is
/// marked so. A key that a version has twice may have either row.
/// </summary>
internal sealed class DeltaCheck(IngestionSummary summary, BronzeRows bronze, SourceContract contract, string path, Mutant mutant, FuzzTally tally)
{
    private readonly Dictionary<BigInteger, DeltaRow?> _expected = [];
    private readonly HashSet<BigInteger> _twice = [];

    public IEnumerable<string> Faults()
    {
        var refused = summary.Refused.Where(one => one.Source == contract.Name).ToList();
        var files = summary.Files.Where(one => one.Source == contract.Name).ToList();
        var versions = mutant.Files.Keys.Count(name => name.StartsWith("_delta_log/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal));
        if (refused.Count + files.Count != versions)
            return [$"has {versions} versions, of which {refused.Count} are refused and {files.Count} loaded"];
        var present = bronze.Accepted.SelectMany(rows => rows).ToList();
        if (refused.Count > 0 || files.Count == 0)
        {
            tally.Refused++;
            tally.Changed++;
            return [.. refused.SelectMany(FuzzCheck.FaultsOf), .. mutant.Mutations.Count == 0 ? [$"is refused without need: {refused.FirstOrDefault()?.Reason}"] : (string[])[],
                .. present.Count > 0 ? ["is refused, but has rows in bronze"] : (string[])[]];
        }

        tally.Loaded++;
        tally.Rows += files.Sum(file => file.RowsRead);
        tally.Rejected += bronze.Rejected.Sum(rows => rows.Count());
        var faults = files.Where(file => file.RowsRead != file.RowsAccepted + bronze.Rejected[file.File].Count())
            .Select(file => $"{file.File}: {file.RowsRead} rows read, {file.RowsAccepted} accepted, {bronze.Rejected[file.File].Count()} among the rejects").ToList();
        var reading = DeltaReading.Read(mutant.Files, contract);
        if (reading.Refusal is not null)
        {
            tally.Unread++;
            tally.Unreadable.Add(reading.Refusal);
            return faults;
        }

        for (var version = 0; version < reading.Versions.Count; version++)
            Follow(version == 0 ? [] : reading.Versions[version - 1], reading.Versions[version], files.FirstOrDefault(file => file.File == $"{path}@v{version}"), faults);
        tally.Changed += mutant.Mutations.Count > 0 && faults.Count == 0 && bronze.Rejected.Count == 0 && present.Count(row => !row.IsDeleted) >= mutant.Rows.Count - 3 ? 0 : 1;
        return [.. faults, .. Differences(present)];
    }

    private void Follow(IReadOnlyList<DeltaRow> before, IReadOnlyList<DeltaRow> now, IngestedFile? version, List<string> faults)
    {
        var (came, went) = (Without(now, before), Without(before, now));
        foreach (var rows in new[] { before, now })
            _twice.UnionWith(rows.Where(row => row.Key is not null).GroupBy(row => row.Key!.Value).Where(alike => alike.Count() > 1).Select(alike => alike.Key));
        var keys = came.Select(row => row.Key).ToHashSet();
        var deletes = went.Count(row => !keys.Contains(row.Key));
        if (_twice.Count == 0 && version is not null && !now.Concat(before).Any(row => row.Key is null) && version.RowsRead != came.Count + deletes)
            faults.Add($"{version.File}: {version.RowsRead} rows read, but the other reader finds {came.Count} that came and {deletes} that went");
        if (_twice.Count == 0 && version is not null && bronze.Rejected[version.File].Count() != came.Count(row => row.Row.Faults.Count > 0))
            faults.Add($"{version.File}: {bronze.Rejected[version.File].Count()} rejects ({string.Join(' ', bronze.Rejected[version.File].Select(reject => reject.Code).Distinct())}), but the other reader finds {came.Count(row => row.Row.Faults.Count > 0)} ({string.Join(' ', came.SelectMany(row => row.Row.Faults).Distinct())})");
        foreach (var row in went.Where(row => row.Key is not null && !keys.Contains(row.Key)))
            _expected[row.Key!.Value] = null;
        foreach (var row in came.Where(row => row.Key is not null && row.Row.Faults.Count == 0))
            _expected[row.Key!.Value] = row;
    }

    private IEnumerable<string> Differences(List<BronzeRow> present)
    {
        foreach (var row in present.Where(row => row.Values.ContainsKey("id")))
        {
            var key = (BigInteger)row.Values["id"]!;
            if (_twice.Contains(key))
                continue;
            var other = _expected.GetValueOrDefault(key);
            if (row.IsDeleted != (other is null))
                yield return $"key {key} is {(row.IsDeleted ? "deleted" : "there")}, but the other reader has it {(other is null ? "deleted or never had it" : "there")}";
            else if (other is not null && FuzzCheck.Difference(row.Values, other.Row.Values) is { } difference)
                yield return $"key {key}: {difference}";
        }

        var keys = present.Where(row => !row.IsDeleted).Select(row => row.Values.GetValueOrDefault("id")).ToHashSet();
        foreach (var (key, row) in _expected)
            if (row is not null && !_twice.Contains(key) && !keys.Contains(key))
                yield return $"key {key} is not in bronze, but the other reader has it";
    }

    private static List<DeltaRow> Without(IReadOnlyList<DeltaRow> rows, IReadOnlyList<DeltaRow> others)
    {
        var left = others.CountBy(row => row.Text).ToDictionary();
        var found = new List<DeltaRow>();
        foreach (var row in rows)
        {
            if (left.TryGetValue(row.Text, out var count) && count > 0)
                left[row.Text] = count - 1;
            else
                found.Add(row);
        }

        return found;
    }
}
