using Workbook.PowerBi.Checks;

namespace Workbook.PowerBi.Tests;

public sealed class ChecksTests(RetailModel retail)
{
    private const string Model = "Retail.SemanticModel/definition";

    [Fact]
    public void The_written_project_has_no_faults()
    {
        using var folder = Written();

        Assert.Empty(PowerBiChecks.Find(folder.Path));
    }

    public static TheoryData<string, string, string, string> Breaks => new()
    {
        { $"{Model}/tables/Metrics.tmdl", "SUM('Sales'[Quantity])", "SUM('Sales'[Amount])", "measure 'Quantity sold' uses 'Sales'[Amount], which isn't there." },
        { $"{Model}/tables/Metrics.tmdl", "DIVIDE([Total sales] + 0, [Orders])", "DIVIDE([Total sale] + 0, [Orders])", "measure 'Average order value' uses the measure [Total sale], which isn't there." },
        { $"{Model}/tables/Metrics.tmdl", "COUNTROWS('Ingestion')", "COUNTROWS('Loads')", "measure 'Files processed' uses the table 'Loads', which isn't there." },
        { $"{Model}/tables/Metrics.tmdl", "SUM('Sales'[Quantity])", "SUM('Sales'[Quantity]", "measure 'Quantity sold': '(' isn't closed." },
        { $"{Model}/tables/Metrics.tmdl", "SUM('Sales'[Quantity])", "TOTALYTD('Sales'[Quantity])", "measure 'Quantity sold' uses TOTALYTD, which isn't among the functions that the workbook writes." },
        { $"{Model}/tables/Metrics.tmdl", "SUM('Sales'[Quantity])", "[Turnover (pieces per product sold)]", "measures: 'Quantity sold' is defined by itself." },
        { $"{Model}/tables/Calendar.tmdl", "sortByColumn: 'Calendar month'", "sortByColumn: 'Month number'", "'Month name' is sorted by 'Month number', which 'Calendar' doesn't have." },
        { $"{Model}/tables/Calendar.tmdl", "\t\tisKey\n", "", "the date table 'Calendar' must have one key, a date." },
        { $"{Model}/tables/Stores.tmdl", "sourceColumn: latitude", "sourceColumn: lat", "'Latitude' comes from the column 'lat', which the table's query doesn't yield." },
        { $"{Model}/tables/Suppliers.tmdl", "table Suppliers", "table Vendors", "it refers to the table 'Suppliers', which no file defines." },
        { $"{Model}/relationships.tmdl", "fromColumn: Sales.'Store key'", "fromColumn: Sales.'Shop key'", "fromColumn is Sales.'Shop key', which isn't there." },
        { $"{Model}/relationships.tmdl", "fromColumn: Sales.'Store key'", "fromColumn: Sales.Channel", "Sales.Channel is string, but Stores.'Store key' is int64." },
        { $"{Model}/relationships.tmdl", "\tisActive: false\n\tfromColumn: Returns.'Return date key'", "\tfromColumn: Returns.'Return date key'", "active ones lead from 'Returns' to 'Calendar' in two ways." },
        { $"{Model}/roles/Store manager.tmdl", "'Stores'[Store number]", "'Stores'[Number]", "role 'Store manager' on 'Stores' uses 'Stores'[Number], which isn't there." },
        { $"{Model}/roles/Store manager.tmdl", "tablePermission Stores", "tablePermission Shops", "the role 'Store manager' filters the table 'Shops', which isn't there." },
        { $"{Model}/model.tmdl", "ref role 'Store manager'\n", "", "doesn't refer to the role 'Store manager'." },
        { "Retail.Report/definition.pbir", "../Retail.SemanticModel", "../Other.SemanticModel", "it leads to the model '../Other.SemanticModel', which has no definition.pbism." },
        { "Retail.pbip", "Retail.Report", "Other.Report", "it leads to the report 'Other.Report', which has no definition.pbir." },
        { "Retail.Report/definition/version.json", "{", "", "it isn't JSON" },
        { "visual of Ten best-selling products", "\"Property\": \"Product\"", "\"Property\": \"Article\"", "it shows the column 'Article' of 'Products', which isn't there." },
        { "visual of Ten best-selling products", "\"queryRef\": \"Products.Product\"", "\"queryRef\": \"Products.Name\"", "the queryRef Products.Name stands beside the field Products.Product." },
        { "visual of Ten best-selling products", "\"x\": 16,", "\"x\": 100,", "the visual overlaps that of" },
        { "visual of Ten best-selling products", "\"x\": 16,", "\"x\": -1,", "but the page has 1280 × 720." },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void Each_break_is_found(string file, string whole, string broken, string message)
    {
        using var folder = Written();
        var path = file.StartsWith("visual of ", StringComparison.Ordinal)
            ? Directory.GetFiles(folder.Path, "visual.json", SearchOption.AllDirectories).First(found => File.ReadAllText(found).Contains($"'{file["visual of ".Length..]}'"))
            : folder.File(file);
        var text = File.ReadAllText(path);
        Assert.Contains(whole, text);
        File.WriteAllText(path, text.Replace(whole, broken));

        var faults = PowerBiChecks.Find(folder.Path);

        Assert.Contains(faults, fault => fault.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        using var folder = Written();
        var metrics = folder.File($"{Model}/tables/Metrics.tmdl");
        File.WriteAllText(metrics, File.ReadAllText(metrics).Replace("SUM('Sales'[Quantity])", "SUM('Sales'[Amount])").Replace("SUM('Returns'[Quantity])", "SUM('Returns'[Amount])"));
        File.Delete(folder.File($"{Model}/tables/Suppliers.tmdl"));

        var faults = PowerBiChecks.Find(folder.Path);

        Assert.Contains(faults, fault => fault.Contains("'Sales'[Amount]"));
        Assert.Contains(faults, fault => fault.Contains("'Returns'[Amount]"));
        Assert.Contains(faults, fault => fault.Contains("the table 'Suppliers', which no file defines"));
    }

    [Fact]
    public void A_folder_without_a_project_says_so()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal($"'{folder.Path}' has 0 .pbip files where one was expected. Write a project with 'workbook powerbi', or name its folder.",
            Assert.Throws<WorkbookException>(() => PowerBiChecks.Find(folder.Path)).Message);
    }

    private TemporaryFolder Written()
    {
        var folder = new TemporaryFolder();
        retail.Project.Write(folder.Path);
        return folder;
    }
}
