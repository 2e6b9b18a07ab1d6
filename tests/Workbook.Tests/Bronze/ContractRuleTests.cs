using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Database;
using static Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze;

/// <summary>Which rule a row breaks, asked of the SQL that every kind of source goes through.</summary>
public sealed class ContractRuleTests
{
    private static readonly SourceContract Orders = new("orders", SourceFormat.Csv)
    {
        Description = "",
        Path = "*",
        Rows = 1,
        Key = ["id"],
        Columns =
        [
            Int64("id").Required().Positive(),
            Decimal("qty", 10, 2).Between(1.5m, 100m).NotNegative(),
            Text("state").OneOf("new", "it's done").Required(),
            Text("the code").Matching("[A-Z]{2}'?[0-9]"),
            Int32("stars").Between(1, 5, RuleEffect.Flag),
            Text("mail").Matching(".+@.+", RuleEffect.Flag),
        ],
        LaterColumns = [Int32("bonus").NotNegative()],
        RowRules = [new("qty", "above_stars", "qty <= 10 * stars"), new("mail", "no_star", "stars IS NOT NULL OR mail IS NULL", RuleEffect.Flag)],
    };

    private const string Good = "1 AS id, 2.00 AS qty, 'new' AS state, 'AB1' AS \"the code\", 3 AS stars, 'a@b' AS mail, 0 AS bonus";

    [Theory]
    [InlineData("1 AS id", null)]
    [InlineData("NULL AS id", "id.required")]
    [InlineData("0 AS id", "id.not_positive")]
    [InlineData("1.5 AS qty", null)]
    [InlineData("1.49 AS qty", "qty.out_of_range")]
    [InlineData("100 AS qty", "qty.above_stars")]
    [InlineData("100.01 AS qty", "qty.out_of_range")]
    [InlineData("NULL AS qty", null)]
    [InlineData("'it''s done' AS state", null)]
    [InlineData("'New' AS state", "state.not_allowed")]
    [InlineData("NULL AS state", "state.required")]
    [InlineData("'AB''1' AS \"the code\"", null)]
    [InlineData("'xAB1' AS \"the code\"", "the code.malformed")]
    [InlineData("'AB12' AS \"the code\"", "the code.malformed")]
    [InlineData("NULL AS \"the code\"", null)]
    [InlineData("-1 AS bonus", "bonus.negative")]
    [InlineData("30.00 AS qty", null)]
    [InlineData("30.01 AS qty", "qty.above_stars")]
    [InlineData("99 AS stars", null)]
    [InlineData("'nobody' AS mail", null)]
    public void A_row_is_rejected_for_the_rule_that_it_breaks(string cell, string? reason) =>
        Assert.Equal(reason, Ask(ContractSql.RejectionSql(Orders), cell));

    [Theory]
    [InlineData("id.required", "NULL AS id", "-5 AS qty", "NULL AS state")]
    [InlineData("qty.out_of_range", "-5 AS qty", "NULL AS state", "-1 AS bonus")]
    [InlineData("state.required", "NULL AS state", "'x' AS \"the code\"", "30.01 AS qty")]
    [InlineData("bonus.negative", "-1 AS bonus", "30.01 AS qty")]
    public void Of_several_faults_the_first_column_is_named_and_rules_on_the_row_come_last(string reason, params string[] cells) =>
        Assert.Equal(reason, Ask(ContractSql.RejectionSql(Orders), cells));

    [Theory]
    [InlineData(null, "1 AS stars")]
    [InlineData(null, "5 AS stars")]
    [InlineData("stars.out_of_range", "0 AS stars")]
    [InlineData("stars.out_of_range", "6 AS stars")]
    [InlineData("mail.malformed", "'nobody' AS mail")]
    [InlineData("mail.no_star", "NULL AS stars")]
    [InlineData("stars.out_of_range,mail.malformed", "6 AS stars", "'nobody' AS mail")]
    [InlineData("mail.malformed,mail.no_star", "NULL AS stars", "'nobody' AS mail")]
    [InlineData(null, "NULL AS stars", "NULL AS mail")]
    [InlineData(null, "-1 AS bonus", "NULL AS id", "'New' AS state")]
    public void A_row_that_is_kept_is_flagged_for_every_rule_that_it_breaks(string? flags, params string[] cells) =>
        Assert.Equal(flags, Ask(ContractSql.FlagsSql(Orders), cells));

    [Fact]
    public void A_contract_without_rules_rejects_and_flags_nothing()
    {
        var free = Orders with { Columns = [Int64("id")], LaterColumns = [], RowRules = [] };
        Assert.Null(Ask(ContractSql.RejectionSql(free), "NULL AS id"));
        Assert.Null(Ask(ContractSql.FlagsSql(free), "NULL AS id"));
        using var connection = WorkbookDatabase.Open();
        Assert.All([ContractSql.RejectionSql(free), ContractSql.FlagsSql(free)], sql => Assert.Equal("VARCHAR", connection.Scalar<string>($"SELECT typeof({sql})")));
    }

    [Fact]
    public void Each_kind_of_column_has_its_type()
    {
        (Column Column, ColumnType Type)[] kinds =
        [
            (Int32("c"), ColumnType.Int32), (Int64("c"), ColumnType.Int64), (Decimal("c", 5, 2), ColumnType.Decimal(5, 2)), (Column.Double("c"), ColumnType.Double),
            (Column.Boolean("c"), ColumnType.Boolean), (Date("c"), ColumnType.Date), (Timestamp("c"), ColumnType.Timestamp), (Text("c"), ColumnType.Text),
        ];
        Assert.All(kinds, kind => Assert.Equal(("c", kind.Type, true, 0), (kind.Column.Name, kind.Column.Type, kind.Column.Nullable, kind.Column.Rules.Count)));
    }

    /// <summary>Of a good row in which some cells are others.</summary>
    private static string? Ask(string sql, params string[] cells)
    {
        using var connection = WorkbookDatabase.Open();
        return connection.Query($"SELECT {sql} FROM (SELECT * REPLACE ({string.Join(", ", cells)}) FROM (SELECT {Good}))", row => row.IsDBNull(0) ? null : row.GetString(0))[0];
    }
}
