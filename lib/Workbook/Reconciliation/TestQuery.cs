using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// One SELECT that stands alone and returns what differs: a dbt singular test, or a check of any other kind. Rows of a
/// repeated key pair in the order of their amounts.
/// </summary>
internal static class TestQuery
{
    public static string Write(RowLayout layout)
    {
        string Numbered(bool left) =>
            $"SELECT *, row_number() OVER (PARTITION BY {layout.KeyList()} ORDER BY {string.Join(", ", layout.Values)}) AS turn\n    FROM (\n        {CanonicalRows.Select(layout, left).ReplaceLineEndings("\n        ")}\n    )";
        var keys = layout.Keys.Select(key => $"coalesce(l.{key.Alias}, r.{key.Alias}) AS {Sql.Identifier(key.Column.Left)}");
        var inPeriod = layout.Spec.Time?.CutOff is null ? "" : $"\n  AND (l.turn IS NOT NULL AND {SideRows.InPeriodOf(layout, "l.t")} OR r.turn IS NOT NULL AND {SideRows.InPeriodOf(layout, "r.t")})";
        return $"""
            -- Fails as long as {OneLine(layout.Spec.Left.Name)} and {OneLine(layout.Spec.Right.Name)} differ beyond the tolerances.
            WITH

            lefts AS (
                {Numbered(left: true)}
            ),

            rights AS (
                {Numbered(left: false)}
            )

            SELECT {string.Join(", ", keys)}, l.a AS left_amount, r.a AS right_amount
            FROM lefts AS l
            FULL JOIN rights AS r ON {layout.KeysEqual("l", "r")} AND l.turn = r.turn
            WHERE (l.turn IS NULL OR r.turn IS NULL OR {Mismatch.Any(layout, "l.", "r.")}){inPeriod}

            """.ReplaceLineEndings("\n");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
