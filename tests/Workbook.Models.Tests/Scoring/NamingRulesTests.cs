using Workbook.Database;
using Workbook.Models.Scoring;

namespace Workbook.Models.Tests.Scoring;

public sealed class NamingRulesTests
{
    [Theory]
    [InlineData("is_open", "boolean", null)]
    [InlineData("open_flag", "boolean", "boolean_prefix: is a boolean; call it is_open or has_open")]
    [InlineData("is_open", "varchar", "boolean_prefix: is a varchar, but named as a boolean; make it a boolean, or drop is_/has_")]
    [InlineData("has_start_date", "boolean", null)]
    [InlineData("ordered_at", "timestamp", null)]
    [InlineData("order_ts", "TIMESTAMP WITH TIME ZONE", "timestamp_suffix: is a timestamp with time zone; call it order_at")]
    [InlineData("ordered_at", "date", "timestamp_suffix: is a date, but named as a timestamp; call it ordered_date")]
    [InlineData("looked_at", "varchar", "timestamp_suffix: is a varchar, but named as a timestamp; make it a timestamp, or drop _at")]
    [InlineData("order_date", "date", null)]
    [InlineData("date", "date", null)]
    [InlineData("date_day", "date", null)]
    [InlineData("order_month", "date", null)]
    [InlineData("introduced_dt", "date", "date_suffix: is a date; call it introduced_date")]
    [InlineData("order_date", "varchar", "date_suffix: is a varchar, but named as a date; make it a date, or drop _date")]
    [InlineData("customer_id", "bigint", null)]
    [InlineData("customer_key", "decimal(18,2)", "key_suffix: is a decimal(18,2), but named as a key; a key is an integer or a text: change the type, or the name")]
    [InlineData("unit_price", "decimal(12,4)", "amount_suffix: is a decimal(12,4) that holds money; call it unit_price_amount")]
    [InlineData("unit_price_amount", "decimal(12,4)", null)]
    [InlineData("price_change_rate", "decimal(9,4)", null)]
    [InlineData("cost_per_row", "decimal(9,4)", null)]
    [InlineData("net_amount", "double", "amount_suffix: is a double, but named as money; make it a decimal, or drop _amount")]
    [InlineData("humidity_pct", "decimal(5,2)", null)]
    [InlineData("line_number", "integer", null)]
    [InlineData("quantity", "integer", null)]
    [InlineData("number_of_orders", "bigint", "count_suffix: is a count; call it orders_count")]
    [InlineData("orders_cnt", "hugeint", "count_suffix: is a count; call it orders_count")]
    [InlineData("order_count", "double", "count_suffix: is a double, but named as a count; make it an integer, or drop _count")]
    [InlineData("order_count", "decimal(38,0)", null)]
    [InlineData("flags", "integer[]", null)]
    [InlineData("open_flag", null, null)]
    [InlineData("CustomerName", "varchar", "snake_case: isn't in snake_case; call it customer_name")]
    [InlineData("order", "varchar", "reserved_word: is a reserved word, which must stand in quotes; call it for what it holds, such as order_code")]
    [InlineData("_loaded_at", "timestamp", null)]
    public void Column_is_judged_by_its_name_and_type(string name, string? type, string? expected)
    {
        var fault = ColumnNames.Check(name, TypeFamilies.Of(type), type, ColumnRole.Plain).Select(found => $"{found.Rule}: {found.Found}; {found.Expected}").SingleOrDefault();

        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Folders_say_how_a_name_begins()
    {
        using var project = SampleProject.Of(
            ("models/staging/stg_orders.sql", "select 1 as order_id"),
            ("models/staging/payments.sql", "select 1 as order_id"),
            ("models/silver/orders.sql", "select 1 as order_id"),
            ("models/gold/facts/dim_x.sql", "select 1 as order_id"),
            ("models/gold/dim_y.sql", "{{ config(materialized='view') }} select 1 as order_id"),
            ("models/gold/views/vw_z.sql", "{{ config(materialized='table') }} select 1 as order_id"),
            ("models/elsewhere.sql", "select 1 as order_id"),
            ("snapshots/history.sql", "{% snapshot history %}{{ config(target_schema='h', unique_key='order_id', strategy='check', check_cols='all') }} select 1 as order_id{% endsnapshot %}"));

        var findings = NamingRules.Check(project.Read());

        Assert.Equal(
            [
                "models/gold/dim_y.sql:1: layer_prefix: dim_y lies in models/gold; begin its name with vw_, such as vw_y.",
                "models/gold/facts/dim_x.sql:1: layer_prefix: dim_x lies in models/gold/facts; begin its name with fct_, such as fct_x.",
                "models/gold/views/vw_z.sql:1: view_prefix: vw_z is materialized as table; vw_ is for views: make it one, or name it for what it holds.",
                "models/silver/orders.sql:1: layer_prefix: orders lies in models/silver; begin its name with int_, such as int_orders.",
                "models/staging/payments.sql:1: layer_prefix: payments lies in models/staging; begin its name with stg_, such as stg_payments.",
                "snapshots/history.sql:1: layer_prefix: history lies in snapshots; begin its name with snap_, such as snap_history.",
            ],
            findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void Types_come_from_the_contract_or_the_database_and_places_from_where_the_column_stands()
    {
        using var project = SampleProject.Of(
            ("models/shop.sql", "{{ config(materialized='table') }} -- since when, and how many visitors\nselect\n    true as open,\n    date '2024-01-01' as since,\n    'x' as note,\n    count(*) as visitors\nfrom range(3)\n"),
            ("models/schema.yml", "models:\n  - name: shop\n    columns:\n      - name: note\n        data_type: timestamp\n      - name: open\n"));
        Assert.Equal(["note"], NamingRules.Check(project.Read()).Select(finding => finding.Column));
        project.Build();

        Assert.Equal(
            ["models/schema.yml:4: timestamp_suffix: shop.note", "models/schema.yml:6: boolean_prefix: shop.open", "models/shop.sql:4: date_suffix: shop.since", "models/shop.sql:6: count_suffix: shop.visitors"],
            NamingRules.Check(project.Read()).Select(finding => finding.ToString()[..finding.ToString().IndexOf(" is ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Keys_are_found_by_constraints_and_relationships()
    {
        using var project = SampleProject.Of(
            ("models/people.sql", "select 1 as person_id"),
            ("models/orders.sql", "select 1 as order_no, 1 as buyer"),
            ("models/schema.yml", """
                models:
                  - name: people
                  - name: orders
                    columns:
                      - name: order_no
                        constraints: [{type: primary_key}]
                      - name: buyer
                        data_tests: [{relationships: {to: ref('people'), field: person_id}}]
                """));

        Assert.Equal(["order_no is the primary key", "buyer refers to person_id"], NamingRules.Check(project.Read()).Where(finding => finding.Rule == "key_suffix").Select(finding => $"{finding.Column} {finding.Found}"));
    }

    [Fact]
    public void Rule_is_switched_off_for_a_model_or_a_column_and_a_mistyped_one_is_told()
    {
        using var project = SampleProject.Of(
            ("models/staging/a.sql", "select true as open, 'x' as looked_at, date '2024-01-01' as since"),
            ("models/schema.yml", """
                models:
                  - name: a
                    config: {meta: {lint_ignore: [layer_prefix, date_suffix]}}
                    columns:
                      - name: open
                        config: {meta: {lint_ignore: boolean_prefix}}
                      - name: looked_at
                        meta: {lint_ignore: [timestamp_sufix]}
                """));
        project.Build();

        var findings = NamingRules.Check(project.Read());

        Assert.Equal(["lint_ignore", "timestamp_suffix"], findings.Select(finding => finding.Rule));
        Assert.Equal("models/schema.yml:7: lint_ignore: a.looked_at ignores the rule 'timestamp_sufix', which doesn't exist; 'timestamp_suffix' is probably meant.", findings[0].ToString());
    }

    [Fact]
    public void Own_columns_of_a_snapshot_are_left_alone()
    {
        using var project = SampleProject.Of(
            ("snapshots/snap_x.sql", "{% snapshot snap_x %}{{ config(target_schema='h', unique_key='x_id', strategy='check', check_cols='all', hard_deletes='new_record') }} select 1 as x_id{% endsnapshot %}"));
        project.Build();

        Assert.Empty(NamingRules.Check(project.Read()));
    }

    [Fact]
    public void Reserved_words_are_those_of_the_engine()
    {
        using var connection = WorkbookDatabase.Open();

        Assert.Equal(connection.Query("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'", row => row.GetString(0)).Order(StringComparer.Ordinal), ReservedWords.All.Order(StringComparer.Ordinal));
    }
}
