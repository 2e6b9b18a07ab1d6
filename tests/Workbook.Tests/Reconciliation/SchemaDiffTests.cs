using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

public sealed class SchemaDiffTests : IDisposable
{
    private readonly TwoSides _sides = new();

    public void Dispose() => _sides.Dispose();

    [Fact]
    public void Columns_that_came_went_changed_type_or_name_are_told_apart()
    {
        _sides.Connection.Execute(
            """
            CREATE TABLE lefts AS SELECT range AS user_id, 'user' || range || '@example.com' AS email, ['open', 'paid', 'void', 'paid'][1 + range % 4] AS state, 'Street ' || range % 50 AS address, range AS visits FROM range(5000);
            CREATE TABLE rights AS SELECT user_id AS account_id, email AS mail, state AS status, visits::VARCHAR AS visits, 'City ' || user_id % 7 AS city FROM lefts WHERE user_id % 100 <> 0;
            """);
        Assert.Equal(["renamed user_id to account_id (99% alike)", "renamed email to mail (99% alike)", "renamed state to status (99% alike)", "retyped visits: BIGINT to VARCHAR", "removed address (VARCHAR)", "added city (VARCHAR)"],
            SchemaDiff.Between(_sides.Connection, Side.Table("lefts"), Side.Table("rights")).Select(change => change.ToString()));
    }

    [Fact]
    public void A_renamed_column_may_change_its_type_and_a_name_alone_proves_nothing()
    {
        _sides.Connection.Execute(
            """
            CREATE TABLE lefts AS SELECT (range / 100)::DECIMAL(9, 2) AS total, 'a' || range AS customer_name FROM range(1000);
            CREATE TABLE rights AS SELECT total::VARCHAR AS grand_total, 'b' || total AS customer_names FROM lefts;
            """);
        Assert.Equal(["renamed total to grand_total, DECIMAL(9,2) to VARCHAR (100% alike)", "removed customer_name (VARCHAR)", "added customer_names (VARCHAR)"],
            SchemaDiff.Between(_sides.Connection, Side.Table("lefts"), Side.Table("rights")).Select(change => change.ToString()));
    }

    [Fact]
    public void Equal_schemas_have_no_changes_and_empty_columns_are_not_alike()
    {
        _sides.Table("lefts", "a INTEGER, b VARCHAR").Table("rights", "A INTEGER, c VARCHAR");
        Assert.Equal(["removed b (VARCHAR)", "added c (VARCHAR)"], SchemaDiff.Between(_sides.Connection, Side.Table("lefts"), Side.Table("rights")).Select(change => change.ToString()));
        Assert.Empty(SchemaDiff.Between(_sides.Connection, Side.Table("lefts"), Side.Table("lefts")));
        Assert.StartsWith("The right side, nowhere, can't be read: Catalog Error", Assert.Throws<WorkbookException>(() => SchemaDiff.Between(_sides.Connection, Side.Table("lefts"), Side.Table("nowhere"))).Message);
    }
}
