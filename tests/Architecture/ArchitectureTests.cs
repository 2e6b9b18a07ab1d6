namespace Architecture;

/// <summary>The house's picture, held against what the compiler sees: projects and folders depend one way.</summary>
public sealed class ArchitectureTests
{
    private static readonly SourceCode Code = SourceCode.Instance;

    /// <summary>What each project may see. A project that isn't here has no place in the picture yet.</summary>
    private static readonly Dictionary<string, string[]> Picture = new Dictionary<string, string[]>
    {
        ["Workbook"] = [],
        ["Workbook.Models"] = ["Workbook"],
        ["Workbook.Operations"] = ["Workbook", "Workbook.Models"],
        ["Workbook.Dashboard"] = ["Workbook", "Workbook.Models"],
        ["Workbook.PowerBi"] = ["Workbook", "Workbook.Models"],
        ["Workbook.Retail"] = ["Workbook", "Workbook.Models", "Workbook.Operations", "Workbook.Dashboard", "Workbook.PowerBi"],
        ["Workbook.Acme"] = ["Workbook", "Workbook.Models"],
        ["Workbook.Notebooks"] = ["Workbook"],
        ["Workbook.Course"] =
            ["Workbook", "Workbook.Models", "Workbook.Operations", "Workbook.Dashboard", "Workbook.PowerBi", "Workbook.Retail", "Workbook.Acme", "Workbook.Notebooks"],
        ["Workbook.Interactive"] = ["Workbook", "Workbook.Notebooks"],
        ["Workbook.Jupyter"] = ["Workbook", "Workbook.Notebooks"],
        ["Workbook.Cli"] =
            ["Workbook", "Workbook.Models", "Workbook.Operations", "Workbook.Dashboard", "Workbook.PowerBi", "Workbook.Retail", "Workbook.Notebooks", "Workbook.Course", "Workbook.Jupyter"],
    };

    public static TheoryData<string> Projects => [.. Code.Projects.Select(project => project.Name)];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_sees_only_what_the_picture_shows_below_it(string name)
    {
        Assert.True(Picture.ContainsKey(name), $"{name} is not in the picture: say what it may see.");
        var seen = Code.Dependencies.Where(dependency => ProjectOf(dependency.From) == name && ProjectOf(dependency.To) != name).ToList();

        seen.RemoveAll(dependency => Picture[name].Contains(ProjectOf(dependency.To)));
        Assert.True(seen.Count == 0, string.Join('\n', seen));
        // What a project file asks for and no line uses is an arrow, too.
        Assert.Empty(Code.Projects.Single(project => project.Name == name).References.Except(Picture[name]));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Folders_of_a_project_depend_one_way(string name)
    {
        var edges = Code.Dependencies.Where(dependency => ProjectOf(dependency.From) == name && ProjectOf(dependency.To) == name && FolderOf(dependency.From) != FolderOf(dependency.To)).ToList();
        var after = edges.GroupBy(edge => FolderOf(edge.From)).ToDictionary(folder => folder.Key, folder => folder.Select(edge => FolderOf(edge.To)).ToHashSet());
        var tangles = after.Keys.Select(folder => Tangle(folder, after)).Where(tangle => tangle.Count > 1).Select(tangle => string.Join(", ", tangle)).Distinct().ToList();

        Assert.True(tangles.Count == 0, string.Join('\n', tangles.Select(tangle => $"{tangle} need each other: {string.Join("; ", Examples(tangle.Split(", "), edges))}")));
    }

    [Fact]
    public void No_project_shows_its_inside_to_another()
    {
        var shown = Code.Projects.SelectMany(project => project.Friends.Where(friend => !friend.EndsWith(".Tests", StringComparison.Ordinal)).Select(friend => $"{project.Name} to {friend}"));
        Assert.Empty(shown);
    }

    [Fact]
    public void A_name_that_is_used_is_seen_and_one_in_a_comment_is_not()
    {
        Assert.Contains(Code.Dependencies, dependency => dependency is { From: "Workbook.Retail/RetailProject.cs", To: "Workbook.Models/LakehouseProject.cs", Name: "LakehouseProject" });
        Assert.Contains(Code.Dependencies, dependency => dependency is { From: "Workbook.Retail/RetailProject.cs", Name: "DataGenerator.Continue" });
        // Its comments speak of Delta tables, and its code names no type of ours.
        Assert.DoesNotContain(Code.Dependencies, dependency => dependency.From == "Workbook/Lake/LakeFolder.cs");
    }

    /// <summary>The folders that can be reached from this one and lead back to it, by name.</summary>
    private static List<string> Tangle(string folder, Dictionary<string, HashSet<string>> after) =>
        [.. Reached(folder, after).Where(other => Reached(other, after).Contains(folder)).Append(folder).Distinct().Order(StringComparer.Ordinal)];

    private static HashSet<string> Reached(string from, Dictionary<string, HashSet<string>> after)
    {
        var (reached, open) = (new HashSet<string>(), new Queue<string>([from]));
        while (open.TryDequeue(out var folder))
            foreach (var next in after.GetValueOrDefault(folder, []).Where(reached.Add))
                open.Enqueue(next);
        return reached;
    }

    private static IEnumerable<Dependency> Examples(string[] tangle, List<Dependency> edges) =>
        edges.Where(edge => tangle.Contains(FolderOf(edge.From)) && tangle.Contains(FolderOf(edge.To))).DistinctBy(edge => (FolderOf(edge.From), FolderOf(edge.To)));

    private static string ProjectOf(string file) => file.Split('/')[0];

    /// <summary>The folder below the project; files beside the project file are the root.</summary>
    private static string FolderOf(string file) => file.Split('/') is [_, var folder, _, ..] ? folder : "the root";
}
