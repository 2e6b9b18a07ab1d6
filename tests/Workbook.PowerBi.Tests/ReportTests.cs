using Workbook.PowerBi.Report;

namespace Workbook.PowerBi.Tests;

public sealed class ReportTests(RetailModel retail)
{
    [Fact]
    public void The_five_pages_have_the_kinds_of_visuals_that_a_dashboard_is_made_of()
    {
        Assert.Equal(["Executive", "Customer", "Product", "Operations", "Data quality"], retail.Project.Pages.Select(page => page.Title));
        Assert.Equal(
            ["card", "clusteredBarChart", "clusteredColumnChart", "funnel", "gauge", "lineChart", "map", "pivotTable", "scatterChart", "slicer", "tableEx", "treemap"],
            retail.Project.Report.SelectMany(page => page.Visuals).Select(visual => visual.Type).Distinct().Order());
        Assert.All(retail.Project.Pages, page => Assert.True(page.Visuals >= 10));
    }

    [Fact]
    public void A_visual_splits_metrics_only_by_dimensions_that_they_have()
    {
        var model = retail.Project.Model;
        var splits = 0;
        foreach (var visual in retail.Project.Report.SelectMany(page => page.Visuals))
            foreach (var metric in visual.Fields.Where(field => field.Field.IsMeasure).Select(field => model.Measures.First(measure => measure.Name == field.Field.Name).Metric).OfType<Models.Metrics.Metric>())
                foreach (var column in visual.Fields.Select(field => field.Field).Where(field => !field.IsMeasure))
                {
                    var (relation, source) = (model.Table(column.Table).Relation, model.Table(column.Table).Columns.First(own => own.Name == column.Name).SourceName);
                    if (source is "latitude" or "longitude") continue;
                    Assert.Contains(retail.Catalog.DimensionsOf(metric.Name), dimension =>
                        dimension.Column == source && retail.Catalog.Tables.First(table => table.Name == dimension.Table).Relation == relation);
                    splits++;
                }
        Assert.True(splits > 30);
    }

    [Fact]
    public void Titles_name_visuals_so_a_page_has_each_once()
    {
        Assert.All(retail.Project.Report, page => Assert.Equal(page.Visuals.Count, page.Visuals.Select(visual => visual.Id(page)).Distinct().Count()));
    }

    [Fact]
    public void Cells_fill_the_page_to_its_margins()
    {
        var whole = new Cells(0, 0, 12, 8);

        Assert.True(whole is { X: 16, Y: 16, Width: > 1200, Height: > 680 } && whole.X + whole.Width <= ReportPage.Width - 16 && whole.Y + whole.Height <= ReportPage.Height - 16);
        Assert.Equal(new Cells(0, 0, 6, 4).X + new Cells(0, 0, 6, 4).Width + 8, new Cells(6, 0, 6, 4).X);
    }
}
