namespace Workbook.Dashboards;

/// <summary>A page before it has figures.</summary>
public sealed record PageDefinition(string Id, string Title, IReadOnlyList<TileDefinition> Tiles);

/// <summary>A way into the dashboard: where it starts, and which visuals are shown.</summary>
/// <param name="Page">A <see cref="PageDefinition.Id"/>.</param>
/// <param name="Period">A <see cref="Period.Id"/>, such as <c>m12</c>.</param>
/// <param name="Tiles">Null for all.</param>
public sealed record Persona(string Id, string Label, string Page, string Period = Periods.Default, IReadOnlyList<string>? Tiles = null);
