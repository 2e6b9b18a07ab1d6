// A second process for the tests: append <table> <writer> <commits>, or hold <database> <statement>.
using System.Globalization;
using Workbook.Database;
using Workbook.Delta;

switch (args[0])
{
    case "append":
        // One row a commit.
        var table = DeltaTable.Open(args[1]);
        using (var connection = WorkbookDatabase.Open())
            for (var number = 0; number < int.Parse(args[3], CultureInfo.InvariantCulture); number++)
                table.Append(connection, $"SELECT {int.Parse(args[2], CultureInfo.InvariantCulture)} AS writer, {number} AS number");
        break;
    case "hold":
        // Opens the file for writing, runs the statement, and keeps the file open until it is killed or its input ends.
        using (var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = args[1] }))
        {
            connection.Execute(args[2]);
            Console.WriteLine("open");
            Console.In.ReadToEnd();
        }
        break;
    default:
        throw new ArgumentException($"There is no '{args[0]}' here.");
}
