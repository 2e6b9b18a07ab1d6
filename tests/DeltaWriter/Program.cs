// Appends one row a commit to a Delta table, as a second process for the tests: DeltaWriter <table> <writer> <commits>.
using System.Globalization;
using Workbook.Database;
using Workbook.Delta;

var (path, writer, commits) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
var table = DeltaTable.Open(path);
using var connection = WorkbookDatabase.Open(new DatabaseOptions());
for (var number = 0; number < commits; number++)
    table.Append(connection, $"SELECT {writer} AS writer, {number} AS number");
