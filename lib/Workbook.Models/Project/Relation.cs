using Workbook.Database;

namespace Workbook.Models.Project;

/// <summary>A table or view by its full name, as dbt's adapters spell it: every part quoted.</summary>
public sealed record Relation(string Database, string Schema, string Name)
{
    /// <summary>For people: the name without quotes.</summary>
    public string Path => $"{Database}.{Schema}.{Name}";

    /// <summary>The quoted schema with its database, as <c>CREATE SCHEMA</c> takes it.</summary>
    public string SchemaSql => $"{Sql.Identifier(Database)}.{Sql.Identifier(Schema)}";

    /// <summary>Stands in SQL as it is.</summary>
    public override string ToString() => $"{Sql.Identifier(Database)}.{Sql.Identifier(Schema)}.{Sql.Identifier(Name)}";
}

internal enum RelationKind { Table, View }
