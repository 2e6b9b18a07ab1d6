using Workbook.Database;
using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Star;

namespace Workbook.PowerBi.Tests;

/// <summary>The model against the gold that it will be filled from.</summary>
public sealed class GoldModelTests(RetailModel retail)
{
    private SemanticModel Model => retail.Project.Model;

    [Fact]
    public void Every_gold_table_is_there_with_all_its_columns_and_their_types()
    {
        foreach (var folder in Directory.GetDirectories(retail.Connection.Lake.Gold).Select(Path.GetFileName))
        {
            var table = Assert.Single(Model.Tables, table => table.Relation == $"gold.{folder}");
            var columns = retail.Connection.Connection.Query($"DESCRIBE gold.{Sql.Identifier(folder!)}", row => (row.GetString(0), row.GetString(1).Split('(')[0]));
            Assert.Equal(columns.Select(column => column.Item1), table.Columns.Select(column => column.SourceName));
            Assert.All(columns.Zip(table.Columns), pair => Assert.Contains(pair.Second.Kind, Kinds(pair.First.Item2)));
        }
    }

    [Theory]
    [InlineData("gold.fct_sales", "net_aud_amount", "FixedDecimal", "decimal", "Currency.Type")]
    [InlineData("gold.fct_sales", "rate_to_aud", "Double", "double", "type number")]
    [InlineData("gold.fct_sales", "order_date", "Date", "dateTime", "type date")]
    [InlineData("gold.fct_sales", "line_ingested_at", "ZonedInstant", "dateTime", "type datetime")]
    [InlineData("gold.fct_shipments", "is_on_time", "Boolean", "boolean", "type logical")]
    public void Types_lose_nothing_that_gold_holds(string relation, string column, string kind, string inModel, string inQuery)
    {
        var found = Model.Tables.First(table => table.Relation == relation).Source(column)!;

        Assert.Equal((kind, inModel, inQuery), (found.Kind.ToString(), GoldTypes.InModel(found.Kind), GoldTypes.InQuery(found.Kind)));
    }

    [Fact]
    public void The_one_side_of_every_relationship_is_unique_and_known_in_gold()
    {
        foreach (var (table, column) in Model.Relationships.Select(edge => (edge.ToTable, edge.ToColumn)).Distinct())
        {
            var (rows, key) = (Rows(Model.Table(table)), Sql.Identifier(Column(table, column)));
            Assert.Equal(0, retail.Connection.Connection.Scalar<long>($"SELECT count(*) - count(DISTINCT {key}) FROM {rows}"));
        }
    }

    [Fact]
    public void A_column_that_sorts_another_has_one_value_for_each_of_its_values()
    {
        var sorted = Model.Tables.SelectMany(table => table.Columns.Where(column => column.SortBy is not null).Select(column => (table, column))).ToList();

        Assert.Equal(["Month name", "Weekday"], sorted.Select(pair => pair.column.Name));
        foreach (var (table, column) in sorted)
        {
            var (shown, by) = (Sql.Identifier(column.SourceName), Sql.Identifier(Column(table.Name, column.SortBy!)));
            Assert.Equal(0, retail.Connection.Connection.Scalar<long>($"SELECT count(*) FROM (SELECT {shown} FROM {Rows(table)} GROUP BY {shown} HAVING count(DISTINCT {by}) > 1 OR count({by}) < count(*))"));
        }
    }

    [Fact]
    public void The_calendar_is_the_date_table_with_each_day_once_and_no_gaps()
    {
        var calendar = Assert.Single(Model.Tables, table => table.IsDateTable);

        var key = Assert.Single(calendar.Columns, column => column.IsKey);
        Assert.Equal(("Calendar", "Day", ModelDataType.Date), (calendar.Name, key.Name, key.Kind));
        Assert.Contains("Table.SelectRows(Typed, each [calendar_date] <> null)", calendar.Query);
        Assert.True(retail.Connection.Connection.Scalar<bool>($"SELECT count(*) = count(DISTINCT calendar_date) AND count(*) = max(calendar_date) - min(calendar_date) + 1 FROM {Rows(calendar)}"));
    }

    [Fact]
    public void Second_ways_between_two_tables_are_inactive()
    {
        var inactive = Model.Relationships.Where(edge => !edge.IsActive).Select(edge => $"{edge.FromTable}.{edge.FromColumn}").Order();

        Assert.Equal(["Returns.Return date key", "Shipments.Delivered date key", "Shipments.Order date key"], inactive);
        Assert.Null(Ambiguity.Find(Model.Relationships));
        Assert.Equal(("Returns", "Calendar"), Ambiguity.Find(Model.Relationships.Select(edge => edge with { IsActive = true }))!.Value);
    }

    [Fact]
    public void Technical_columns_are_hidden_and_described_ones_say_what_dbt_says()
    {
        var columns = Model.Tables.Where(table => table.Relation is not null).SelectMany(table => table.Columns).ToList();

        Assert.All(columns.Where(column => column.SourceName.EndsWith("_key") || column.SourceName.EndsWith("ingested_at")), column => Assert.True(column.IsHidden));
        Assert.All(columns, column => Assert.NotEqual("", column.Description));
        Assert.Equal("Degrees north; null where masked.", Model.Table("Customers").Source("latitude")!.Description);
        Assert.Equal("Latitude", Model.Table("Stores").Source("latitude")!.DataCategory);
    }

    [Fact]
    public void Managers_see_their_stores_and_the_orders_in_them()
    {
        var role = Assert.Single(Model.Roles);

        Assert.Equal(["Orders", "Stores", "Store managers"], role.Filters.Select(filter => filter.Table));
        Assert.All(role.Filters, filter => Assert.Contains("USERPRINCIPALNAME()", filter.Filter));
        // The role reaches every fact of a store: by a relationship from it.
        var reached = Model.Relationships.Where(edge => edge.IsActive && edge.ToTable == "Stores").Select(edge => edge.FromTable).Order();
        Assert.Equal(["Returns", "Sales", "Sensors", "Shipments"], reached);
    }

    [Fact]
    public void The_business_clock_is_the_day_that_the_models_go_by()
    {
        var clock = Model.Table(StarModel.ClockTable).Query;

        Assert.Contains("""GoldTable("fct_shipments")[as_of_date]""", clock);
        Assert.Contains("""GoldTable("fct_sales")[order_date]""", clock);
        Assert.Equal($"MAX({DaxText.Column(StarModel.ClockTable, StarNames.BusinessDate)})", Model.Measures.First(measure => measure.Name == StarNames.BusinessDate).Expression);
    }

    /// <summary>What the table's query yields, in SQL.</summary>
    private static string Rows(ModelTable table) => table.Relation == "gold.vw_orders"
        ? $"(SELECT DISTINCT {string.Join(", ", table.Columns.Select(column => Sql.Identifier(column.SourceName)))} FROM gold.fct_sales)"
        : table.IsDateTable ? $"(FROM {table.Relation} WHERE calendar_date IS NOT NULL)" : table.Relation!;

    private string Column(string table, string column) => Model.Table(table).Columns.First(own => own.Name == column).SourceName;

    private static ModelDataType[] Kinds(string type) => type switch
    {
        "BIGINT" or "INTEGER" => [ModelDataType.Integer],
        "DECIMAL" => [ModelDataType.FixedDecimal, ModelDataType.Double],
        "DOUBLE" => [ModelDataType.Double],
        "VARCHAR" => [ModelDataType.Text],
        "BOOLEAN" => [ModelDataType.Boolean],
        "DATE" => [ModelDataType.Date],
        "TIMESTAMP" => [ModelDataType.Instant],
        _ => [ModelDataType.ZonedInstant],
    };
}
