using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Contracts;

namespace Workbook.Retail.Tests.Models;

/// <summary>Days that bronze accepts are days of <c>dim_date</c>.</summary>
public sealed class CalendarTests
{
    public static TheoryData<string, string> Days => new()
    {
        { "orders_header", "order_ts" }, { "orders_header", "order_dt_local" }, { "shipments", "shipped_at" }, { "shipments", "delivered_at" },
        { "returns", "return_ts" }, { "sensors", "sensor_ts" },
    };

    [Theory, MemberData(nameof(Days))]
    public void A_column_that_facts_take_their_day_from_has_the_calendars_bounds(string source, string column)
    {
        var bounds = Assert.Single(RetailSources.Named(source)[column].Rules, rule => rule.Reason == "out_of_range").Holds;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Year("first_calendar_year")}-01-01"), bounds);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Year("last_calendar_year")}-12-31"), bounds);
    }

    private static int Year(string variable) => int.Parse(
        Regex.Match(File.ReadAllText(Path.Combine(RetailProject.FindModels(AppContext.BaseDirectory), "dbt_project.yml")), $@"^  {variable}: (\d+)", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
}
