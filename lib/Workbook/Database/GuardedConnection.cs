using System.Data.Common;
using DuckDB.NET.Data;

namespace Workbook.Database;

/// <summary>
/// A connection whose commands pass on only what DuckDB takes whole. The provider hands statements and texts over up to
/// their first NUL (<c>DELETE FROM t \0 WHERE …</c> deletes all), and a date that the calendar lacks ends the process.
/// </summary>
internal sealed class GuardedConnection(string connectionString) : DuckDBConnection(connectionString)
{
    public override DuckDBCommand CreateCommand() => new GuardedCommand { Connection = this };

    private sealed class GuardedCommand : DuckDBCommand
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string CommandText
        {
            get => base.CommandText;
            set => base.CommandText = value is null ? value : EngineValue.RequireWhole(value, "The SQL");
        }

        public override int ExecuteNonQuery()
        {
            RequireParameters();
            return base.ExecuteNonQuery();
        }

        protected override DbDataReader ExecuteDbDataReader(System.Data.CommandBehavior behavior)
        {
            RequireParameters();
            return base.ExecuteDbDataReader(behavior);
        }

        private void RequireParameters()
        {
            for (var index = 0; index < Parameters.Count; index++)
            {
                var parameter = Parameters[index];
                if (parameter.Value is not null)
                    EngineValue.Require(parameter.Value, parameter.ParameterName is { Length: > 0 } name ? $"The parameter ${name}" : $"Parameter {index + 1}");
            }
        }
    }
}
