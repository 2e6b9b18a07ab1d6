using Workbook.Contracts;
using Workbook.Dashboards;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Operations;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Monitoring;

namespace TinyCompany;

/// <summary>A bakery: two sources, three models, some monitors and one page, declared as any company would.</summary>
internal static class Bakery
{
    private static readonly SourceContract Products = new("products", SourceFormat.Csv)
    {
        Description = "What is on the shelf.",
        Path = "products.csv",
        Rows = 3,
        Key = ["product_id"],
        Disposition = WriteDisposition.Replace,
        Columns = [Column.Int64("product_id").Required(), Column.Text("product_name").Required(), Column.Text("category").OneOf("bread", "roll", "cake")],
    };

    private static readonly SourceContract Bakes = new("bakes", SourceFormat.Csv)
    {
        Description = "One row a batch; a folder for each day.",
        Path = "bakes/bake_dt=*/part-*.csv",
        Rows = 100,
        Key = ["bake_id"],
        EventTime = "baked_at",
        PathColumns = [Column.Date("bake_dt")],
        Columns =
        [
            Column.Int64("bake_id").Required(), Column.Timestamp("baked_at").Required(), Column.Int64("product_id").Required(),
            Column.Int32("pieces").Required().Positive(), Column.Decimal("price", 8, 2).Required(),
        ],
    };

    public static LakehouseProject Project { get; } = new("bakery", [Products, Bakes], Path.Combine(AppContext.BaseDirectory, "dbt")) { DayColumns = ["bake_date", "baked_at"] };

    public static IReadOnlyList<MonitorDefinition> WhatIsWatched { get; } =
    [
        .. Monitors.OfContracts(Project.Sources),
        Monitors.References(Bakes, "product_id", "products"),
        Monitors.Volume(Bakes, new BusinessClock("bakes", "baked_at", "bake_dt")),
        Monitors.Share("priced.fct_bakes", "batches that are worth something", "fct_bakes", Severity.P1, "worth > 0"),
    ];

    public static DashboardDefinition Dashboard { get; } = new("Bakery",
    [
        new PageDefinition("oven", "Oven",
        [
            new TileDefinition("totals", "All ovens", "", new TileView(TileKind.Cards) { Values = ["pieces", "worth"] }) { Cuts = Cuts.Period, Metrics = ["pieces", "worth"] },
            new TileDefinition("kinds", "By kind", "", new TileView(TileKind.Bars) { X = "category", Values = ["pieces"] }) { Cuts = Cuts.Period, Metrics = ["pieces"], Dimensions = ["category"] },
        ]),
    ])
    {
        Metrics = Path.Combine(Project.ModelsFolder, "metrics"),
        Tables = [new DashboardTable("gold", "fct_bakes"), new DashboardTable("gold", "dim_product")],
        ClockTable = "gold.fct_bakes",
        ClockDay = "bake_date",
        Sources = Project.Sources,
    };

    public static LakehousePipeline PipelineOf(string raw, LakeFolder lake) =>
        new(Project, raw, lake, WhatIsWatched);

    /// <summary>Four batches a day for twelve days; one of all batches has no pieces.</summary>
    public static void Deliver(string raw)
    {
        Directory.CreateDirectory(raw);
        File.WriteAllText(Path.Combine(raw, "products.csv"), "product_id,product_name,category\n1,Rye,bread\n2,Bun,roll\n3,Plum cake,cake\n");
        for (var day = 1; day <= 12; day++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(raw, "bakes", $"bake_dt=2025-03-{day:00}")).FullName;
            var rows = Enumerable.Range(1, 4).Select(batch => $"{(day * 10) + batch},2025-03-{day:00}T0{batch}:00:00Z,{(batch % 3) + 1},{(day == 5 && batch == 2 ? 0 : 10 * batch)},2.50");
            File.WriteAllText(Path.Combine(folder, "part-1.csv"), $"bake_id,baked_at,product_id,pieces,price\n{string.Join('\n', rows)}\n");
        }
    }
}
