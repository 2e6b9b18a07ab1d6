using Workbook.Bronze;
using Workbook.Contracts;
using static System.FormattableString;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>One delivery's account, and its rows against an independent reading of them.</summary>
internal sealed class FuzzCheck(IngestionSummary summary, BronzeRows bronze, SourceContract contract, string path, Mutant mutant, FuzzTally tally)
{
    public IEnumerable<string> Faults()
    {
        tally.Files++;
        return contract.Format == SourceFormat.Delta ? new DeltaCheck(summary, bronze, contract, path, mutant, tally).Faults() : OfFile();
    }

    /// <summary>Of a refused file, or of part of one.</summary>
    public static IEnumerable<string> FaultsOf(RefusedFile refused)
    {
        if (refused.Reason.Length < 30 || refused.Reason.Contains("   at ", StringComparison.Ordinal) || refused.Reason.Contains("INTERNAL", StringComparison.Ordinal))
            yield return $"is refused without a useful reason: {refused.Reason}";
    }

    private List<string> OfFile()
    {
        var (refused, file) = (summary.Refused.FirstOrDefault(one => one.File == path), summary.Files.FirstOrDefault(one => one.File == path));
        var (accepted, rejected) = (bronze.Accepted[path].ToList(), bronze.Rejected[path].ToList());
        if ((refused is null) == (file is null))
            return [$"is {(refused is null ? "neither refused nor loaded" : "both refused and loaded")}"];
        var reading = Read();
        if (refused is not null)
        {
            tally.Refused++;
            tally.Changed++;
            return [.. FaultsOf(refused),
                .. accepted.Count + rejected.Count > 0 ? [$"is refused, but has {accepted.Count} rows and {rejected.Count} rejects"] : (string[])[],
                .. mutant.Mutations.Count == 0 || (reading.Refusal is null && contract.Format is SourceFormat.Csv or SourceFormat.JsonLines) ? [$"is refused without need: {refused.Reason}"] : (string[])[]];
        }

        tally.Loaded++;
        tally.Rows += file!.RowsRead;
        tally.Rejected += rejected.Count;
        var isAsBefore = rejected.Count == 0 && accepted.Count == mutant.Rows.Count && accepted.OrderBy(row => row.Line).Zip(mutant.Rows).All(pair => Difference(pair.First.Values, Before(pair.Second)) is null);
        tally.Changed += isAsBefore ? 0 : 1;
        var faults = new List<string>();
        if (mutant.Mutations.Count == 0 && !isAsBefore)
            faults.Add("came out changed, though nothing happened to it");
        if (file.RowsRead != file.RowsAccepted + rejected.Count || file.RowsAccepted != accepted.Count)
            faults.Add($"{file.RowsRead} rows read, {file.RowsAccepted} accepted; {accepted.Count} are in bronze and {rejected.Count} among the rejects");
        if (reading.Refusal is not null)
        {
            tally.Unread++;
            tally.Unreadable.Add(reading.Refusal);
            return contract.Format is SourceFormat.Csv or SourceFormat.JsonLines ? [.. faults, $"is loaded, but the other reader refuses it: {reading.Refusal}"] : faults;
        }

        return [.. faults, .. Differences(reading, file.RowsRead, accepted, rejected)];
    }

    private Reading Read() => contract.Format switch
    {
        SourceFormat.Csv => CsvReading.Read(mutant.Bytes, contract),
        SourceFormat.JsonLines => JsonReading.Read(mutant.Bytes, contract),
        SourceFormat.Xlsx => XlsxReading.Read(mutant.Bytes, contract),
        _ => ParquetFileReading.Read(mutant.Bytes, contract),
    };

    private static IEnumerable<string> Differences(Reading reading, long rowsRead, List<BronzeRow> accepted, List<(long Line, string Code)> rejected)
    {
        if (reading.Rows.Count != rowsRead)
            yield return $"{rowsRead} rows read, but the other reader finds {reading.Rows.Count}";
        var rows = reading.Rows.ToLookup(row => row.Line);
        foreach (var row in accepted)
        {
            if (rows[row.Line].FirstOrDefault() is not { } other)
                yield return $"line {row.Line} is accepted, but the other reader has no record there";
            else if (other.Faults.Count > 0)
                yield return $"line {row.Line} is accepted, but the other reader finds {string.Join(", ", other.Faults)}: {Told(row.Values)}";
            else if (Difference(row.Values, other.Values) is { } difference)
                yield return $"line {row.Line}: {difference}";
            else if (string.Join(',', other.Flags) != row.Flags)
                yield return $"line {row.Line} is flagged '{row.Flags}', but the other reader finds '{string.Join(',', other.Flags)}'";
        }

        foreach (var (line, code) in rejected)
        {
            if (rows[line].FirstOrDefault() is not { } other)
                yield return $"line {line} is rejected for {code}, but the other reader has no record there";
            else if (!other.Faults.Contains(code))
                yield return $"line {line} is rejected for {code}, but the other reader finds {(other.Faults.Count == 0 ? "nothing wrong" : string.Join(", ", other.Faults))}: {Told(other.Values)}";
        }
    }

    /// <summary>Null where they are the same.</summary>
    public static string? Difference(IReadOnlyDictionary<string, object?> ours, IReadOnlyDictionary<string, object?> theirs)
    {
        foreach (var name in ours.Keys.Union(theirs.Keys))
        {
            var (our, their) = (ours.GetValueOrDefault(name), theirs.GetValueOrDefault(name));
            if (their is TypedValue.Spelling spelling ? our is not string text || !spelling.Fits(text) : !Equals(our, their))
                return $"{name} is {Told(our)}, but the other reader has {Told(their)}";
        }

        return null;
    }

    private Dictionary<string, object?> Before(object?[] row) =>
        row.Select((value, index) => (contract.Columns[index].Name, value)).Where(column => column.value is not null).ToDictionary(column => column.Name, column => column.value);

    private static string Told(IReadOnlyDictionary<string, object?> values) => string.Join(' ', values.Select(value => $"{value.Key}={Told(value.Value)}"));

    private static string Told(object? value) => value is null ? "nothing" : Invariant($"{value.GetType().Name} '{value}'");
}
