namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>A delivery that something happened to, or nothing.</summary>
/// <param name="Number">Makes it again, with the seed.</param>
/// <param name="Files">By path below its place; a single one without a name for all but Delta.</param>
/// <param name="Mutations">What happened; empty for nothing.</param>
/// <param name="Rows">What it held before.</param>
internal sealed record Mutant(int Number, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Mutations, IReadOnlyList<object?[]> Rows)
{
    public byte[] Bytes => Files[""];

    public static Mutant Of(int number, byte[] bytes, IReadOnlyList<string> mutations, IReadOnlyList<object?[]> rows) =>
        new(number, new Dictionary<string, byte[]> { [""] = bytes }, mutations, rows);
}
