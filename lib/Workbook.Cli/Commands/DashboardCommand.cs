using System.CommandLine;
using System.Globalization;
using Workbook.Dashboards;
using Workbook.Lake;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class DashboardCommand
{
    public static Command Create(CommandContext context)
    {
        var lake = CommonOptions.Lake();
        var file = new Option<string>("--out") { Description = "The HTML file to write.", DefaultValueFactory = _ => "dashboard.html" };
        var role = new Option<string>("--role") { Description = $"Whose dashboard: {string.Join(" or ", DashboardOptions.Roles)}.", DefaultValueFactory = _ => DashboardOptions.Company };
        var store = new Option<long?>("--store") { Description = "A store manager's store, by number: the file then holds nothing of other stores." };
        var command = new Command("dashboard", "Write the dashboard as one HTML file that needs no network: five pages with slicers, drill-through and the SQL behind each figure.") { lake, file, role, store };
        command.Runs(context, (parsed, cancellation) =>
        {
            var options = new DashboardOptions { Role = parsed.GetValue(role)!, Store = parsed.GetValue(store) };
            var dashboard = Dashboard.Build(RetailDashboard.Definition(), new LakeFolder(parsed.GetValue(lake)!), options, TimeProvider.System, new ImmediateProgress<string>(context.Terminal.Error.WriteLine), cancellation);
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            var bytes = dashboard.Write(path);
            context.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{path}: {bytes / 1e6:0.0} MB, {dashboard.Pages.Count} pages, {dashboard.Pages.Sum(page => page.Tiles.Count)} visuals, up to {dashboard.AsOf:yyyy-MM-dd}"));
            return ExitCode.Ok;
        }, stopped: "Stopped. No file was written.");
        return command;
    }
}
