using System.Text.RegularExpressions;
using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Star;

namespace Workbook.PowerBi.Tests;

/// <summary>No DAX runs here, so measures are held against the metrics' SQL by what they are made of.</summary>
public sealed partial class MetricMeasureTests(RetailModel retail)
{
    private SemanticModel Model => retail.Project.Model;

    [Fact]
    public void Every_metric_is_a_measure_with_its_label_format_folder_and_description()
    {
        Assert.True(retail.Catalog.Metrics.Count >= 42);
        foreach (var metric in retail.Catalog.Metrics)
        {
            var measure = Measure(metric);
            Assert.Equal(metric.Label, measure.Name);
            Assert.Equal(MeasureList.Folder(metric.Owner), measure.Folder);
            Assert.StartsWith(metric.Description[..20], measure.Description);
            Assert.Equal(metric.Format switch { "percent" => "0.0%", "integer" => "#,0", "currency" => @"\A\$#,0.00", _ => "#,0.00" }, measure.Format);
        }
    }

    [Fact]
    public void An_aggregate_uses_the_columns_of_its_SQL_and_no_others()
    {
        foreach (var metric in retail.Catalog.Metrics.Where(metric => metric.Expression is not null))
        {
            var expected = Columns().Matches(metric.Expression!).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToHashSet();
            // A level is of the rows up to a day: its table's date, unless the calendar has the days.
            if (metric.Additivity == Additivity.SemiAdditive && retail.Catalog.Tables.First(table => table.Name == metric.Table).Date!.Split('.') is [var table, var date])
                expected.Add((table, date));

            var used = DaxReferences.In(Measure(metric).Expression).Columns.Select(column => (Catalogued(column.Table), Model.Table(column.Table).Columns.First(own => own.Name == column.Column).SourceName));

            Assert.Equal(expected.Order(), used.Distinct().Order());
        }
    }

    [Fact]
    public void An_aggregate_uses_the_functions_of_its_SQL_as_often()
    {
        foreach (var metric in retail.Catalog.Metrics.Where(metric => metric.Expression is not null))
        {
            var dax = DaxReferences.In(Measure(metric).Expression).Functions;
            var sql = metric.Expression!.Replace("count(distinct ", "distinct(").Replace("count(*)", "rows()");
            int Sql(string function) => Regex.Count(sql, $@"\b{function}\(");
            int Dax(params string[] functions) => dax.Count(functions.Contains);

            Assert.Equal((metric.Name, Sql("sum"), Sql("avg"), Sql("distinct"), Sql("rows"), Sql("count"), Sql("max")),
                (metric.Name, Dax("SUM", "SUMX"), Dax("AVERAGE"), Dax("DISTINCTCOUNTNOBLANK"), Dax("COUNTROWS"), Dax("COUNT"), Dax("MAX")));
            // A filter is a FILTER over rows, or kept filters; a level has another one for its days.
            var level = metric.Additivity == Additivity.SemiAdditive ? 1 : 0;
            Assert.Equal(Regex.Count(sql, @"\bfilter \(") + level, Dax("FILTER", "KEEPFILTERS"));
        }
    }

    [Fact]
    public void A_ratio_divides_the_measures_of_its_two_metrics()
    {
        foreach (var metric in retail.Catalog.Metrics.Where(metric => metric.Numerator is not null))
            Assert.Equal($"DIVIDE([{Label(metric.Numerator!)}] + 0, [{Label(metric.Denominator!)}])", Measure(metric).Expression);
    }

    [Fact]
    public void A_calculation_is_over_the_metric_below_it_and_the_calendar()
    {
        foreach (var metric in retail.Catalog.Metrics.Where(metric => metric.Of is not null))
        {
            var below = metric;
            while (below.Of is { } of)
                below = retail.Catalog.Metric(of);
            var references = DaxReferences.In(Measure(metric).Expression);

            Assert.Contains(below.Label, references.Measures);
            Assert.Contains(StarNames.PeriodEnd, references.Measures);
            Assert.All(references.Columns, column => Assert.True(column.Table == "Calendar" || column == ("Sales", "Order date"), $"{metric.Name}: {column}"));
        }
    }

    [Fact]
    public void Nulls_of_SQL_are_kept_out_where_DAX_takes_a_blank_for_a_value()
    {
        Assert.Equal("CALCULATE(DISTINCTCOUNTNOBLANK('Customers'[Customer number]), 'Sales')", Measure(retail.Catalog.Metric("active_customers")).Expression);
        Assert.Equal("CALCULATE(SUM('Sales'[Net AUD amount]), KEEPFILTERS('Customers'[VIP] == TRUE()))", Measure(retail.Catalog.Metric("vip_sales")).Expression);
        Assert.Contains("NOT ISBLANK('Customers'[First order date]) && 'Customers'[First order date] < _From", Measure(retail.Catalog.Metric("returning_customers")).Expression);
        Assert.Contains("'Customers'[Is PII masked] == FALSE()", Measure(retail.Catalog.Metric("customer_fields_expected")).Expression);
    }

    private string Label(string metric) => retail.Catalog.Metric(metric).Label;

    private ModelMeasure Measure(Metric metric) => Model.Measures.Single(measure => measure.Metric?.Name == metric.Name);

    private string Catalogued(string table) => retail.Catalog.Tables.First(known => known.Relation == Model.Table(table).Relation).Name;

    [GeneratedRegex(@"\b([a-z_]+)\.([a-z_0-9]+)")]
    private static partial Regex Columns();
}
