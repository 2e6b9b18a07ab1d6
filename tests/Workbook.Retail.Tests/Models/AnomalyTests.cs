using Workbook.Generation;
using Workbook.Models.Running;

namespace Workbook.Retail.Tests.Models;

/// <summary>Each kind of fault that reaches silver is found by the test that <c>lib/dbt/models/anomalies.md</c> names for it.</summary>
public sealed class AnomalyTests
{
    /// <summary>Kind, the test, and how its failing rows relate to the planted faults.</summary>
    private static readonly (string Source, string Kind, string Test, Found Found)[] Catchers =
    [
        ("customers", "malformed_email", "customers_email_is_well_formed", Found.Exactly),
        ("customers", "repeated_natural_key", "customers_natural_key_is_unique", Found.Exactly),
        ("customers", "near_duplicate_person", "customers_are_distinct_people", Found.Some),
        ("products", "discontinued_without_date", "products_discontinued_have_a_date", Found.Exactly),
        ("stores", "repeated_store_code", "stores_code_is_unique", Found.Exactly),
        ("orders_header", "unknown_customer", "orders_customer_exists", Found.Some),
        ("orders_header", "unknown_store", "orders_store_exists", Found.Some),
        ("orders_header", "repeated_order", "orders_are_delivered_once", Found.Some),
        ("orders_lines", "unknown_product", "lines_product_exists", Found.Some),
        ("shipments", "late_beyond_sla", "assert_shipments_arrive_within_sla", Found.Some),
    ];

    private enum Found { Exactly, Some }

    [Fact]
    public void Build_warns_of_every_kind_by_its_named_test_and_fails_for_none()
    {
        using var lake = RetailLake.Generate(0.03);

        var summary = lake.Build(new ModelRunOptions());

        Assert.Equal("", string.Join('\n', summary.Results.Where(result => result.IsFailure).Select(result => $"{result.Node.Name}: {result.Message}")));
        var planted = PlantedFaults.Count(lake.Raw).ToDictionary(fault => (fault.Source, fault.Kind), fault => fault.Count);
        var missed = Catchers.Where(catcher =>
        {
            var result = Of(summary, catcher.Test);
            var count = planted.GetValueOrDefault((catcher.Source, catcher.Kind));
            return count == 0 || result.Status != NodeStatus.Warn || (catcher.Found == Found.Exactly ? result.Failures != count : result.Failures < 1);
        }).Select(catcher => $"{catcher.Kind}: {planted.GetValueOrDefault((catcher.Source, catcher.Kind))} planted, {catcher.Test} {Of(summary, catcher.Test).Status} {Of(summary, catcher.Test).Failures}");
        Assert.Equal([], missed);
    }

    [Fact]
    public void Second_run_without_new_data_reuses_everything()
    {
        using var lake = RetailLake.Generate(0.01);
        lake.Build(new ModelRunOptions { ReuseUnchanged = true });

        var second = lake.Build(new ModelRunOptions { ReuseUnchanged = true });

        Assert.Equal([], second.Results.Where(result => result.Status is not (NodeStatus.Reused or NodeStatus.Warn)).Select(result => $"{result.Node.Name}: {result.Status}"));
    }

    private static NodeResult Of(RunSummary summary, string name) => summary.Results.Single(result => result.Node.Name == name);
}
