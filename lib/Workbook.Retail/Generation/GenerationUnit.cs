using Workbook.Contracts;
using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>A piece of work that one thread does by itself: usually one file.</summary>
/// <param name="Rows">About how many rows it writes: for the schedule and the progress.</param>
/// <param name="Write">Writes the unit and notes what it planted.</param>
internal sealed record GenerationUnit(SourceContract Source, long Rows, Func<LedgerPage, CancellationToken, UnitResult> Write);

/// <param name="Rows">Rows written.</param>
/// <param name="Bytes">Bytes on disk.</param>
internal readonly record struct UnitResult(long Rows, long Bytes);

/// <summary>The usual shape of a unit: one text file under the raw folder.</summary>
internal static class TextUnit
{
    /// <param name="write">Writes the rows and returns how many.</param>
    public static GenerationUnit Create(
        World world, SourceContract source, string relativePath, long rows, Func<TextOutput, LedgerPage, long> write, bool header = true) =>
        new(source, rows, (ledger, _) =>
        {
            using var output = new TextOutput(world.PathOf(relativePath));
            if (header)
                WriteHeader(output, source);
            var written = write(output, ledger);
            output.Complete();
            return new UnitResult(written, output.Bytes);
        });

    private static void WriteHeader(TextOutput output, SourceContract source)
    {
        output.Raw(System.Text.Encoding.UTF8.GetBytes(string.Join(',', source.Columns.Select(column => column.Name))));
        output.EndRow();
    }
}
