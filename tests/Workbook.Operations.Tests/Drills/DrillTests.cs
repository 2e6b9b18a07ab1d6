using Workbook.Operations.Checks;
using Workbook.Operations.Drills;
using Workbook.Retail.Drills;

namespace Workbook.Operations.Tests.Drills;

public sealed class DrillTests(DrillSandboxFixture fixture) : IClassFixture<DrillSandboxFixture>
{
    [Theory]
    [InlineData("corrupted_bronze_file", "bronze.orders_lines: batch-000001-000.zstd.parquet can't be read: ")]
    [InlineData("failed_transform", "has no rate")]
    [InlineData("dropped_table", "gold.fct_sales is not in the warehouse")]
    [InlineData("breaking_schema_change", "renamed: qty is called quantity now.")]
    [InlineData("accidental_delete", "bronze.orders_header: expected 2,000 rows by the manifest but found 1,967")]
    [InlineData("late_file", "orders_header/order_dt=2024-02-29/part-late.csv came late: bronze has orders_header up to 2024-03-02 already")]
    [InlineData("lost_warehouse", "warehouse.duckdb is gone")]
    public void Accident_is_found_by_its_check_and_recovery_ends_in_the_undisturbed_lake(string name, string finding)
    {
        var report = fixture.Ground.Perform(RetailDrills.Named(name));

        Assert.Equal([], report.Faults);
        Assert.Contains(finding, report.Findings[0]);
        Assert.DoesNotContain(Path.GetTempPath(), report.Findings[0]);
        Assert.True(report.IsPassed && report.Tables > 40 && report.Recovery > TimeSpan.Zero);
        var runbook = Runbook.Write([report], "a small lake");
        Assert.All(report.Steps, step => Assert.Matches(@"^(workbook (repair|ingest|dbt build --changed|dbt build --select \S+|dbt retry|delta restore \S+ --version \d+)|cp \S+ \S+|git restore \S+)$", step.Command));
        Assert.All(report.Drill.Symptoms.Concat(report.Drill.Triage).Concat(report.Steps.Select(step => step.Command)), line => Assert.Contains(line, runbook));
    }

    [Fact]
    public void Every_drill_has_a_case_above() => Assert.Equal(7, RetailDrills.All.Select(drill => drill.Name).Distinct().Count());

    [Fact]
    public void Recovery_that_leaves_a_step_out_does_not_pass()
    {
        var report = fixture.Ground.Perform(new Careless(RetailDrills.Named("late_file")));

        Assert.False(report.IsPassed);
        Assert.Contains(report.Faults, fault => fault.StartsWith("the recovered lake is not the undisturbed one: gold.", StringComparison.Ordinal) && fault.Contains("gold.fct_sales: 2024-02-29, -"));
        Assert.Contains("**not equal**", Runbook.Write([report], "a small lake"));
    }

    [Fact]
    public void Unknown_names_are_told_with_those_there_are()
    {
        Assert.Contains("There is no drill 'fire'; there is corrupted_bronze_file,", Assert.Throws<WorkbookException>(() => RetailDrills.Named("fire")).Message);
        Assert.Contains("There is no check 'smoke'; there is warehouse_opens,", Assert.Throws<WorkbookException>(() => LakeChecks.Named("smoke")).Message);
    }

    /// <summary>Loads the late file and forgets the models.</summary>
    private sealed class Careless(Drill drill) : Drill
    {
        public override string Name => drill.Name;
        public override string Title => drill.Title;
        public override Severity Severity => drill.Severity;
        public override string Accident => drill.Accident;
        public override IReadOnlyList<string> Symptoms => drill.Symptoms;
        public override LakeCheck Check => drill.Check;
        public override IReadOnlyList<string> Triage => drill.Triage;
        public override string Communication => drill.Communication;
        public override bool ReceivesNewDays => drill.ReceivesNewDays;
        public override void Break(DrillLake lake) => drill.Break(lake);
        public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake) => [drill.Recovery(lake)[0]];
    }
}
