using Workbook.Generation;
using Workbook.Tests.Database;

namespace Workbook.Tests.Generation;

public sealed class PlantedFaultsTests : IDisposable
{
    private readonly TempFolder _raw = new();

    [Fact]
    public void Faults_are_counted_by_source_and_kind_in_the_ledgers_order()
    {
        Write(
            """{"source":"visits","kind":"no_guests","detection":"guests.not_positive","file":"visits.csv","line":2,"key":{}}""",
            """{"source":"rooms","kind":"twice","detection":null,"file":"rooms.csv","line":9,"key":{}}""",
            """{"source":"visits","kind":"no_guests","detection":"guests.not_positive","file":"visits.csv","line":7,"key":{}}""");

        Assert.Equal(
            [new PlantedFaultCount("visits", "no_guests", "guests.not_positive", 2), new PlantedFaultCount("rooms", "twice", null, 1)],
            PlantedFaults.Count(_raw.Path));
    }

    [Fact]
    public void Folder_without_a_ledger_has_no_planted_faults() => Assert.Empty(PlantedFaults.Count(_raw.Path));

    [Theory]
    [InlineData("""{"source":"visits","ki""")]
    [InlineData("""{"source":"visits","kind":"no_guests"}""")]
    [InlineData("[]")]
    public void Line_that_is_no_planted_fault_is_named(string line)
    {
        Write("""{"source":"visits","kind":"no_guests","detection":null}""", line);

        var fault = Assert.Throws<WorkbookException>(() => PlantedFaults.Count(_raw.Path));

        Assert.Contains($"_anomalies.jsonl, line 2: expected a planted fault as JSON with source, kind and detection, but found '{line}'.", fault.Message);
    }

    private void Write(params string[] lines) => File.WriteAllLines(PlantedFaults.Ledger(_raw.Path), lines);

    public void Dispose() => _raw.Dispose();
}
