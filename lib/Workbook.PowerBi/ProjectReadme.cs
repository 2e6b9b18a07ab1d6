using Workbook.Models.Metrics;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Report;
using Workbook.PowerBi.Star;

namespace Workbook.PowerBi;

/// <summary>What lies beside the project for who opens it.</summary>
internal static class ProjectReadme
{
    /// <summary>By it a folder is known as one that may be written anew.</summary>
    public static string FirstLine(string name) => $"# {name}: a Power BI project over the gold tables";

    public static string Text(string name, string goldFolder, ReportDefinition definition, SemanticModel model, IReadOnlyList<ReportPage> pages) => $"""
        {FirstLine(name)}

        Written by `workbook powerbi`. Running it again writes all files anew, and edits are lost: copy the folder to go on by hand.

        ## Open it

        1. Power BI Desktop (Windows), a version that reads projects in the PBIR format; in older ones switch on *Power BI Project* and *PBIR* under Options, Preview features.
        2. Open `{name}.pbip`. The model is empty at first.
        3. Transform data, Edit parameters: `{GoldQueries.FolderParameter}` is the folder of gold, with one of Parquet files for each table, now `{goldFolder}`. `workbook powerbi --gold-folder` writes another one.
        4. Refresh.

        ## What is in it

        {model.Tables.Count} tables with {model.Tables.Sum(table => table.Columns.Count)} columns, {model.Relationships.Count} relationships of which {model.Relationships.Count(edge => !edge.IsActive)} are inactive, {model.Measures.Count()} measures of which {model.Measures.Count(measure => measure.Metric is not null)} are the metrics of `lib/dbt/metrics`, and {pages.Count} pages: {string.Join(", ", pages.Select(page => page.Title))}.

        - `{name}.SemanticModel/definition`: a TMDL file for each table; the measures are in `tables/{SemanticModel.MeasureTable}.tmdl`, each with the metric that it was compiled from.
        - `{name}.Report/definition/pages`: a folder for each page and visual.

        ## How measures read

        - A period ends with the last day of business at the latest, which the files tell of (table *{StarModel.ClockTable}*).
        - A figure that looks back is blank where its days begin before the first row: half a month isn't compared with a whole one.
        - Where SQL says 0 because there are no rows, a measure is blank, so that visuals leave the member out; within a ratio it counts as 0.
        - Without a choice of days {Compared(model)} are blank: there is no period to have one before it. For the period before, a period is the finest column of time in the visual; without one it is the months or days that are chosen.
        - Rows without a known day stand under a blank date, and count where no days are chosen.{string.Concat(definition.Views.Select(view => $"\n- {view.Note}"))}

        {Security(definition.Managers)}## What was checked, and what wasn't

        Checked when this was written: each name that a relationship, measure, role, sort order or visual uses is there; brackets fit; no filter has two ways; no visual overlaps another. The workbook's tests check besides: the JSON files against Microsoft's published schemas, the TMDL by reading it back, for each measure that its columns, filters and functions are those of the metric's SQL, the days that measures of time choose against those that the SQL chooses, and in gold that keys on the one side of relationships are unique.

        Not checked: nothing here has been opened in Power BI Desktop, and no DAX or M has been run, as there is no engine for them outside of it. Compare some figures with `workbook sql` or the dashboard after the first refresh. Keys are whole numbers of 63 bits; should Power Query round them, both sides of a relationship are rounded alike.

        """.ReplaceLineEndings("\n");

    private static string Security(ManagedRows? managed) => managed is null ? "" : $"""
        ## Who sees what

        The role *{managed.Role}* sees the {managed.Member}s that the hidden table *{managed.Table}* gives to the signed-in user (`USERPRINCIPALNAME()`); who isn't listed sees none. Its two rows are examples: replace them in Power Query. {managed.Whole} A figure that looks back begins with the first row that the manager may see.


        """;

    /// <summary>The measures that compare the chosen days themselves; a year to date has days of its own.</summary>
    private static string Compared(SemanticModel model)
    {
        var metrics = model.Measures.Select(measure => measure.Metric).OfType<Metric>().ToList();
        return string.Join(", ", metrics.Where(metric => metric.Calculation is TimeCalculation.PriorPeriod or TimeCalculation.PriorYear or TimeCalculation.YearOverYear
            && metrics.First(below => below.Name == metric.Of).Of is null).Select(metric => $"*{metric.Label}*"));
    }
}
