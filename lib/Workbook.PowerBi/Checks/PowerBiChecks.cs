namespace Workbook.PowerBi.Checks;

/// <summary>
/// Whether a project fits together, read back from its files: every name that a file uses is there, filters have one way,
/// visuals lie on their pages. It doesn't run Power BI: that DAX and M do what they should isn't seen here.
/// </summary>
internal static class PowerBiChecks
{
    /// <param name="folder">With one <c>.pbip</c> file.</param>
    /// <returns>All faults, each with its file; none where there is nothing to say.</returns>
    /// <exception cref="WorkbookException">There is no project in the folder.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        var faults = new List<string>();
        var files = ProjectFiles.Read(folder, faults);
        var index = new ModelIndex(files);
        ModelChecks.Find(files, index, faults);
        DaxChecks.Find(index, faults);
        ReportChecks.Find(files, index, faults);
        return faults;
    }
}
