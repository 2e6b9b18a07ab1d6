using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Models.Tests;

/// <summary>A dbt project in a temporary folder, gone with its test.</summary>
internal sealed class SampleProject : IDisposable
{
    private const string DefaultProject = """
        name: sample
        profile: sample
        """;

    private const string DefaultProfile = """
        sample:
          target: dev
          outputs:
            dev:
              type: duckdb
              path: sample.duckdb
              threads: 2
        """;

    private SampleProject(string folder) => Folder = folder;

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "sample.duckdb");

    public string Target => Path.Combine(Folder, "target");

    /// <param name="files">Path and text; dbt_project.yml and profiles.yml have defaults.</param>
    public static SampleProject Of(params (string Path, string Text)[] files)
    {
        var project = new SampleProject(Directory.CreateTempSubdirectory("workbook-models-").FullName);
        project.Write(DbtProject.FileName, DefaultProject);
        project.Write(Profile.FileName, DefaultProfile);
        foreach (var (path, text) in files)
            project.Write(path, text);
        return project;
    }

    /// <summary>The coffee shop of Fixtures.</summary>
    public static SampleProject CoffeeShop()
    {
        var project = Of();
        var fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "coffee_shop");
        foreach (var file in Directory.EnumerateFiles(fixture, "*", SearchOption.AllDirectories))
            project.Write(Path.GetRelativePath(fixture, file), File.ReadAllText(file).Replace("coffee_shop.duckdb", "sample.duckdb"));
        return project;
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public ModelProject Read(params (string Name, object? Value)[] variables) => ModelProject.Read(new ProjectOptions
    {
        Folder = Folder,
        Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
    });

    public RunSummary Build(ModelRunOptions? options = null, IProgress<ModelProgress>? progress = null, TimeProvider? time = null) =>
        ModelRunner.Run(Read(), options ?? new ModelRunOptions(), time, progress);

    public T Ask<T>(string sql)
    {
        using var connection = Open();
        return connection.Scalar<T>(sql);
    }

    /// <summary>Rows as text, columns joined by <c>|</c>, in the order of the query.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        using var connection = Open();
        return connection.Query(sql, row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(index => row.IsDBNull(index) ? "NULL" : Convert.ToString(row.GetValue(index), System.Globalization.CultureInfo.InvariantCulture))));
    }

    public DuckDBConnection Open() => WorkbookDatabase.Open(new DatabaseOptions { Path = Database });

    public JsonNode Artifact(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Target, name)))!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal static class Summaries
{
    public static NodeResult Of(this RunSummary summary, string name) => summary.Results.Single(result => result.Node.Name == name);

    public static string Statuses(this RunSummary summary) =>
        string.Join(' ', summary.Results.OrderBy(result => result.Node.Name, StringComparer.Ordinal).Select(result => $"{result.Node.Name}:{result.Status}"));
}
