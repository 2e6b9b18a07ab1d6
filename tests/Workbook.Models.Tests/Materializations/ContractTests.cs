using DuckDB.NET.Data;
using Workbook.Models.Materializations;

namespace Workbook.Models.Tests.Materializations;

public sealed class ContractTests : IDisposable
{
    private static readonly ModelContract Contract = new(
    [
        new("id", "int", [new("not_null"), new("primary_key")]),
        new("amount", "decimal(10,2)", [new("check", "amount >= 0")]),
        new("note", "varchar"),
    ]);

    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_mismatch_lists_each_column()
    {
        var fault = Assert.Throws<ContractException>(() => _shop.Build(
            _shop.Model("orders", "SELECT 1::BIGINT AS id, 2.5::DECIMAL(10,2) AS Amount, 'x' AS remark") with { Contract = Contract }));

        Assert.Equal(
            """
            memory.main.orders breaks its contract in 3 columns:
              id: expected INTEGER, found BIGINT
              note: expected VARCHAR, but the model has no such column
              remark: found VARCHAR, but the contract has no such column
            Correct the model's SELECT, with a CAST where only the type differs, or the data_type in its YAML.
            """, fault.Message);
        Assert.Equal(
            [new("id", ContractFault.WrongType, "INTEGER", "BIGINT"), new("note", ContractFault.Missing, "VARCHAR", null), new("remark", ContractFault.Unexpected, null, "VARCHAR")],
            fault.Mismatches);
    }

    [Fact]
    public void A_table_has_the_contracts_columns_in_its_order_with_its_constraints()
    {
        var build = _shop.Model("orders", "SELECT 'x' AS note, 2.5::DECIMAL(10,2) AS amount, 1 AS id;") with { Contract = Contract };
        Assert.Equal(1, _shop.Build(build).Rows);
        Assert.Equal(1, _shop.Build(build).Rows);

        Assert.Equal(["id|INTEGER|NO|PRI", "amount|DECIMAL(10,2)|YES|-", "note|VARCHAR|YES|-"], _shop.Read("SELECT column_name, column_type, \"null\", key FROM (DESCRIBE orders)"));
        Assert.Contains("CHECK", Assert.Throws<DuckDBException>(() => _shop.Build(build with { Sql = "SELECT 'x' AS note, (-1)::DECIMAL(10,2) AS amount, 1 AS id" })).Message);
        Assert.Equal(["1|2.50|x"], _shop.Rows());
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("delete+insert")]
    public void A_table_with_a_primary_key_takes_rows_of_the_same_key_again(string strategy)
    {
        ModelBuild Build(string sql) => _shop.Incremental(sql, strategy, "id") with { Contract = Contract };
        _shop.Build(Build("SELECT 'a' AS note, 1::DECIMAL(10,2) AS amount, range::INT AS id FROM range(4)"));
        _shop.Build(Build("SELECT range::INT AS id, 2::DECIMAL(10,2) AS amount, 'b' AS note FROM range(3, 6)"));
        Assert.Equal(["0|1.00|a", "1|1.00|a", "2|1.00|a", "3|2.00|b", "4|2.00|b", "5|2.00|b"], _shop.Rows());
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("delete+insert")]
    public void A_contract_can_grow_by_a_column(string strategy)
    {
        ModelBuild Build(string sql, params ContractColumn[] more) => _shop.Incremental(sql, strategy, "id") with
        {
            Contract = new ModelContract([.. Contract.Columns, .. more]),
            Incremental = new IncrementalOptions { Strategy = strategy, UniqueKey = ["id"], OnSchemaChange = "append_new_columns" },
        };
        _shop.Build(Build("SELECT range::INT AS id, 1::DECIMAL(10,2) AS amount, 'a' AS note FROM range(2)"));
        _shop.Build(Build("SELECT range::INT AS id, 2::DECIMAL(10,2) AS amount, 'b' AS note, true AS paid FROM range(1, 3)", new ContractColumn("paid", "bool")));
        Assert.Equal(["0|1.00|a|-", "1|2.00|b|True", "2|2.00|b|True"], _shop.Rows());
    }

    [Fact]
    public void Constraints_of_the_whole_model_hold_too()
    {
        var contract = new ModelContract([new("a", "int"), new("b", "int")], [new("primary_key", Columns: ["a", "b"]), new("not_null", Columns: ["b"]), new("foreign_key", "other (id)")]);
        _shop.Build(_shop.Model("orders", "SELECT 1 AS b, 2 AS a UNION ALL SELECT 2, 2") with { Contract = contract });
        Assert.Throws<DuckDBException>(() => _shop.Build(_shop.Model("orders", "SELECT 1 AS b, 2 AS a UNION ALL SELECT 1, 2") with { Contract = contract }));
        Assert.Equal(2, _shop.Rows().Length);
    }

    [Fact]
    public void Unknown_types_and_constraints_are_refused()
    {
        Assert.StartsWith("memory.main.orders: the contract has a data_type that DuckDB doesn't know", Assert.Throws<WorkbookException>(() => _shop.Build(
            _shop.Model("orders", "SELECT 1 AS a") with { Contract = new([new("a", "nvarchar2")]) })).Message);
        Assert.StartsWith("memory.main.orders: there is no constraint type 'positive'. Use one of not_null,", Assert.Throws<WorkbookException>(() => _shop.Build(
            _shop.Model("orders", "SELECT 1 AS a") with { Contract = new([new("a", "int", [new("positive")])]) })).Message);
    }

    [Fact]
    public void Views_and_external_models_keep_their_contracts()
    {
        foreach (var materialized in new[] { "view", "external", "table" })
            Assert.Throws<ContractException>(() => _shop.Build(_shop.Model("orders", "SELECT 'a' AS a", materialized) with
            {
                Contract = new([new("a", "int")]),
                External = new ExternalOptions { Location = _shop.At("orders") },
            }));
    }
}
