using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>The table <c>pipeline_runs</c> of the warehouse: a row for each load of a resource.</summary>
internal static class LoadHistory
{
    /// <summary>Once for each package, however often it is taken up.</summary>
    public static void Record(LakeFolder lake, Pipeline pipeline, LoadedResource loaded, DateTime started)
    {
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse });
        warehouse.Execute("""
            CREATE TABLE IF NOT EXISTS pipeline_runs (
                pipeline VARCHAR NOT NULL,
                resource VARCHAR NOT NULL,
                started_at TIMESTAMP NOT NULL,
                seconds DOUBLE NOT NULL,
                row_count BIGINT NOT NULL,
                delta_version BIGINT NOT NULL,
                cursor_from VARCHAR,
                cursor_to VARCHAR
            );
            ALTER TABLE pipeline_runs ADD COLUMN IF NOT EXISTS package BIGINT;
            """);
        warehouse.Execute("""
            INSERT INTO pipeline_runs BY NAME
            SELECT $1 AS pipeline, $2 AS resource, $3::TIMESTAMP AS started_at, $4::DOUBLE AS seconds, $5::BIGINT AS row_count, $6::BIGINT AS delta_version,
                $7::VARCHAR AS cursor_from, $8::VARCHAR AS cursor_to, $9::BIGINT AS package
            WHERE NOT EXISTS (FROM pipeline_runs WHERE pipeline = $1 AND resource = $2 AND package = $9::BIGINT)
            """,
            pipeline.Name, loaded.Resource, started, (pipeline.Time.GetUtcNow().UtcDateTime - started).TotalSeconds, loaded.Rows, loaded.Version, loaded.CursorFrom, loaded.CursorTo, loaded.Package);
    }
}
