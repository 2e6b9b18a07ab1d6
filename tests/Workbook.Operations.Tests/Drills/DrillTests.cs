using Workbook.Operations.Drills;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Tests.Drills;

public sealed class DrillTests
{
    [Fact]
    public void Every_drill_is_found_by_its_check_and_recovers_to_the_undisturbed_lake_and_leaves_the_original_alone()
    {
        using var lake = SmallLake.Copy();
        var before = Files(lake);
        using (var ground = DrillGround.Prepare(lake.Target, lake.Beside("drills")))
        {
            var reports = Drill.All.Select(ground.Perform).ToList();
            Assert.Equal([], reports.SelectMany(report => report.Faults.Select(fault => $"{report.Drill.Name}: {fault}")));
            foreach (var report in reports) TestContext.Current.TestOutputHelper!.WriteLine($"{report.Drill.Name} {report.Detection.TotalSeconds:0.00} {report.Recovery.TotalSeconds:0.00} {report.Findings[0]}");
        }

        Assert.False(Directory.Exists(lake.Beside("drills")));
        Assert.Equal(before, Files(lake));
    }

    private static List<string> Files(SmallLake lake) =>
    [
        .. new[] { lake.Raw, lake.Folder.Path }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
