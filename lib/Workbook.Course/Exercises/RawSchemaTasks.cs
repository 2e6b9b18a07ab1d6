using Workbook.Contracts;
using Workbook.Course.Tasks;
using Workbook.Database;
using Workbook.Retail;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 1: what the raw files hold, and how a contract says it.</summary>
internal static class RawSchemaTasks
{
    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("raw.inventory", "Count the rows of four raw files",
            [
                "read_csv reads a file by its path below the project: read_csv('data_raw/stores.csv').",
                "Four counts become one result with UNION ALL; give each a constant column with the source's name.",
                "SELECT 'stores' AS source, count(*) AS row_count FROM read_csv('data_raw/stores.csv') UNION ALL …",
            ],
            "sql",
            """
            #!sql --name raw_inventory
            SELECT 'customers' AS source, count(*) AS row_count FROM read_csv('data_raw/customers.csv', all_varchar = true)
            UNION ALL SELECT 'products', count(*) FROM read_csv('data_raw/products.csv', all_varchar = true)
            UNION ALL SELECT 'stores', count(*) FROM read_csv('data_raw/stores.csv', all_varchar = true)
            UNION ALL SELECT 'suppliers', count(*) FROM read_csv('data_raw/suppliers.csv', all_varchar = true)
            """,
            context => context.Rows("raw_inventory",
                string.Join(" UNION ALL ", new[] { "customers", "products", "stores", "suppliers" }.Select(source =>
                    $"SELECT '{source}' AS source, count(*) AS row_count FROM read_csv({File(context, source)}, all_varchar = true)")),
                "source", "All four counts are right.")),

        new("raw.missing", "Find the contact data that customers lack",
            [
                "An empty field of a CSV file is NULL to DuckDB: count(*) - count(phone) counts the rows without a phone.",
                "Two rows are wanted: one for phone, one for address_line1.",
                "SELECT 'phone' AS field, count(*) FILTER (phone IS NULL) AS missing FROM … UNION ALL the same for address_line1.",
            ],
            "sql",
            """
            #!sql --name missing_contact
            SELECT 'phone' AS field, count(*) FILTER (phone IS NULL) AS missing FROM read_csv('data_raw/customers.csv', all_varchar = true)
            UNION ALL
            SELECT 'address_line1', count(*) FILTER (address_line1 IS NULL) FROM read_csv('data_raw/customers.csv', all_varchar = true)
            """,
            context => context.Rows("missing_contact",
                $"SELECT 'phone' AS field, count(*) FILTER (phone IS NULL) AS missing FROM read_csv({File(context, "customers")}, all_varchar = true) UNION ALL SELECT 'address_line1', count(*) FILTER (address_line1 IS NULL) FROM read_csv({File(context, "customers")}, all_varchar = true)",
                "field", "Those are the gaps, and the generator planted them.")),

        new("raw.contract", "Write the contract of suppliers yourself",
            [
                "A column is Column.Int64(\"supplier_id\"), .Text, .Int32, .Boolean; .Required() demands a value.",
                "Rules stand behind the type: .Positive(), .Between(0, 365), .Matching(\"[A-Z]{2}\").",
                "Every column of suppliers is required; lead_time_days is an Int32 from 0 to 365, country_code two capitals.",
            ],
            "csharp",
            """
            var suppliersContract = new SourceContract("suppliers", SourceFormat.Csv)
            {
                Description = "Who delivers.", Path = "suppliers.csv", Key = ["supplier_id"], Rows = 8_000,
                Columns =
                [
                    Column.Int64("supplier_id").Required().Positive(),
                    Column.Text("supplier_code").Required(),
                    Column.Text("name").Required(),
                    Column.Text("country_code").Required().Matching("[A-Z]{2}"),
                    Column.Int32("lead_time_days").Required().Between(0, 365),
                    Column.Boolean("preferred").Required(),
                ],
            };
            """,
            context => context.Value<SourceContract>("suppliersContract", contract => Judge(contract, context))),
    ];

    private static CheckResult Judge(SourceContract contract, CheckContext context)
    {
        var expected = MasterData.Suppliers.Columns;
        if (!contract.Columns.Select(column => column.Name).SequenceEqual(expected.Select(column => column.Name)))
            return CheckResult.Incorrect($"The columns are {string.Join(", ", contract.Columns.Select(column => column.Name))}; compare them with the file's header.");
        foreach (var (own, right) in contract.Columns.Zip(expected))
        {
            if (own.Type != right.Type)
                return CheckResult.Incorrect($"The type of {own.Name} is {own.Type}; look at its values once more.");
            if (own.Nullable)
                return CheckResult.Incorrect($"{own.Name} may be missing by this contract. Does it ever?");
        }

        // By what the rules do, not by how they are spelled.
        foreach (var (column, value, isGood) in new[] { ("supplier_id", "0", false), ("supplier_id", "7", true), ("country_code", "'au'", false), ("country_code", "'AU'", true), ("lead_time_days", "-1", false), ("lead_time_days", "366", false), ("lead_time_days", "365", true) })
        {
            var rules = contract.Rules.Where(rule => rule.Column == column && rule.Effect == RuleEffect.Reject).ToList();
            var holds = rules.Count == 0 || context.Workspace.Connection.Scalar<bool>($"SELECT {string.Join(" AND ", rules.Select(rule => $"({rule.Holds})"))} FROM (SELECT {value} AS {Sql.Identifier(column)})");
            if (holds != isGood)
                return CheckResult.Incorrect($"With {column} = {value} the row is {(holds ? "accepted" : "rejected")}.");
        }

        return CheckResult.Correct("Types, required columns and rules are right.");
    }

    private static string File(CheckContext context, string source) => LakePath.File(Path.Combine(context.Workspace.Raw, source + ".csv"));
}
