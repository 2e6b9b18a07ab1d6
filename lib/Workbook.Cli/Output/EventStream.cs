using System.Text.Json;

namespace Workbook.Cli.Output;

/// <summary>
/// Notes, faults and progress for a program that starts this one, such as the PowerShell module: with <c>--events</c> each
/// is a line of JSON on standard error, after a record separator (RFC 7464). Other lines there are text as ever. All
/// characters of an event are ASCII, whatever the code page of who reads.
/// </summary>
internal sealed class EventStream(TextWriter writer)
{
    private const char RecordSeparator = '\u001e';

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Lock _gate = new();

    public void Fault(string message) => Write(new { Kind = "fault", Text = message });

    public void Note(string message) => Write(new { Kind = "note", Text = message });

    /// <summary>What a notebook's cell writes, as it comes.</summary>
    public void Output(string text) => Write(new { Kind = "output", Text = text });

    /// <param name="detail">What is being done now, where that has a name.</param>
    public void Progress(StepProgress progress, string unit, string? detail = null) =>
        Write(new { Kind = "progress", progress.Step, progress.Done, Expected = Math.Max(progress.Expected, progress.Done), Unit = unit, Detail = detail });

    private void Write<T>(T happened)
    {
        var line = RecordSeparator + JsonSerializer.Serialize(happened, Format);
        lock (_gate)
            writer.WriteLine(line);
    }
}
