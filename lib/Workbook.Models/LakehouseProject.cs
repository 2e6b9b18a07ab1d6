using Workbook.Contracts;
using Workbook.Lake;
using Workbook.Models.Project;

namespace Workbook.Models;

/// <summary>Brings the raw files of the days after all that the raw folder has.</summary>
/// <param name="late">With a file that belongs to the day before them.</param>
public delegate void DeliverDays(string raw, int days, bool late, CancellationToken cancel);

/// <summary>
/// A lakehouse as its company declares it: the sources that arrive, and the dbt project that is built on them. What runs,
/// watches and mends a lake asks this, and knows no company by itself.
/// </summary>
/// <param name="Name">Of the company, in a word.</param>
/// <param name="Sources">The contracts of the raw files, which are bronze's tables, too.</param>
/// <param name="ModelsFolder">With <c>dbt_project.yml</c> in it.</param>
public sealed record LakehouseProject(string Name, IReadOnlyList<SourceContract> Sources, string ModelsFolder)
{
    /// <summary>A model of silver that tells whether bronze is of another world by now; null where none is known.</summary>
    public SourceModel? Trace { get; init; }

    /// <summary>Columns that say which day a row is about, the most telling first: a parcel's day is that of the parcel, not of its order.</summary>
    public IReadOnlyList<string> DayColumns { get; init; } = [];

    /// <summary>Tables that tell of loading itself: a second load of the same files adds rows to them.</summary>
    public IReadOnlyList<string> AuditTables { get; init; } = [];

    /// <summary>Simulates the next deliveries, for drills; null where nothing does.</summary>
    public DeliverDays? Deliver { get; init; }

    /// <summary>For reading the dbt project in one lake.</summary>
    public ProjectOptions OptionsIn(LakeFolder lake) => ProjectOptions.InLake(ModelsFolder, lake);

    /// <summary>The dbt project in one lake, as its files are now.</summary>
    /// <exception cref="ProjectException">A file of it is at fault.</exception>
    public ModelProject ModelsIn(LakeFolder lake) => ModelProject.Read(OptionsIn(lake));
}

/// <summary>A model whose rows are those of one source.</summary>
/// <param name="Model">Of silver: <c>int_orders</c>, which lies in <c>silver/int_orders</c>.</param>
/// <param name="Key">The columns that name a row, in the model and in the source.</param>
public sealed record SourceModel(string Model, string Source, IReadOnlyList<(string InModel, string InSource)> Key);
