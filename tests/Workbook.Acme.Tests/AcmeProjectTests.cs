using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Running;

namespace Workbook.Acme.Tests;

/// <summary>The project's history: what each stage says, and what it gets wrong.</summary>
public sealed class AcmeProjectTests : IDisposable
{
    private const double Scale = 0.3;

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-acme-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_inherited_has_ten_models_and_four_tests_that_all_pass_and_is_wrong()
    {
        var inherited = Open("1", AcmeCalendar.DayOne);
        var layers = inherited.Build();
        Assert.Equal(10, layers.Where(layer => layer.Layer != "raw").Sum(layer => layer.Relations));
        Assert.Equal((4, 0), (layers.Sum(layer => layer.TestsPassed), layers.Sum(layer => layer.Failed)));
        var repaired = Open("2", AcmeCalendar.DayOne);
        repaired.Build();

        // The total hides it: three faults, of which two add and one takes away.
        Assert.InRange(Revenue(inherited) / Revenue(repaired), 1.005, 1.12);
        Assert.Equal(0, Ask<long>(inherited, "SELECT count(*) FROM marts.mart_lapsed_customers"));
        Assert.True(Ask<long>(repaired, "SELECT count(*) FROM marts.mart_lapsed_customers") > 50);
        Assert.True(Ask<long>(inherited, "SELECT count(*) FROM intermediate.int_order_totals WHERE order_total IS NULL") > 100);
        Assert.True(Ask<long>(inherited, "SELECT count(*) - count(DISTINCT order_id) FROM intermediate.int_orders_with_customer") > 100);
    }

    [Fact]
    public void Before_the_board_all_tests_pass_and_the_week_is_far_above_the_provider()
    {
        var project = Open("3", AcmeCalendar.BoardWeek, scale: 1);
        Assert.Equal(0, project.Build().Sum(layer => layer.Failed));
        Assert.InRange(Ask<double>(project, Ratio), 1.35, 1.45);
    }

    [Fact]
    public void Reconciled_the_week_is_near_the_provider_and_the_tests_pass()
    {
        var project = Open("4", AcmeCalendar.BoardWeek, scale: 1);
        Assert.Equal(0, project.Build().Sum(layer => layer.Failed));
        Assert.InRange(Ask<double>(project, Ratio), 0.95, 1.1);
    }

    [Theory]
    [InlineData("assert_revenue_is_that_of_the_orders", "models/intermediate/int_orders_with_payment.sql")]
    [InlineData("assert_only_dollars_are_worth_a_dollar", "models/intermediate/int_order_totals.sql")]
    [InlineData("assert_paid_orders_agree_with_the_provider", "models/intermediate/int_order_totals.sql")]
    public void Each_test_of_the_repaired_project_fails_on_the_bug_that_it_is_for(string test, string model)
    {
        var project = Open("4", AcmeCalendar.BoardWeek);
        var bug = File.ReadAllText(Path.Combine(RepositoryRoot(), "lib", "acme", "3_before_the_board", model));
        // The mart of stage 4 asks for refunds, of which stage 3 knew nothing.
        project.Write(model, model.Contains("with_payment") ? bug.Replace("as payment_status\n", "as payment_status,\n    0 as refunded_usd\n") : bug);
        if (test == "assert_paid_orders_agree_with_the_provider")
            project.Write(model, bug.Replace("coalesce(rates.usd_per_unit, 1)", "1"));
        project.Build();
        var results = ModelRunner.Run(project.Models, new ModelRunOptions { Command = "test", Select = [test] }).Results;
        Assert.Equal(NodeStatus.Fail, Assert.Single(results).Status);
    }

    [Fact]
    public void Top_customers_count_revenue_more_than_once()
    {
        var project = Open("5", AcmeCalendar.TopCustomers);
        project.Build();
        var counted = Ask<double>(project, "SELECT sum(revenue_usd) FROM marts.mart_top_customers");
        Assert.InRange(counted / Revenue(project), 1.1, 1.4);
        Assert.Equal("Michael Chen", Ask<string>(project, "SELECT initcap_name FROM (SELECT upper(first_name[1]) || lower(first_name[2:]) || ' ' || upper(last_name[1]) || lower(last_name[2:]) AS initcap_name, revenue_usd FROM marts.mart_top_customers) ORDER BY revenue_usd DESC LIMIT 1"));
    }

    [Fact]
    public void One_customer_is_one_person_and_the_list_adds_up_to_the_revenue()
    {
        var project = Open("6", AcmeCalendar.TopCustomers);
        Assert.Equal(0, project.Build().Sum(layer => layer.Failed));
        Assert.Equal(Revenue(project), Ask<double>(project, "SELECT sum(revenue_usd) FROM marts.mart_top_customers"), 2);

        var truth = $"read_csv({Sql.Literal(Path.Combine(project.Truth, "_identities.csv"))})";
        Assert.Equal(0, Ask<long>(project, $"SELECT count(*) FROM intermediate.int_customer_persons AS found FULL JOIN {truth} AS truth USING (customer_id) WHERE found.person_id IS DISTINCT FROM truth.person_id"));
        Assert.True(Ask<long>(project, "SELECT count(*) FROM marts.mart_top_customers WHERE accounts > 1") > 50);
    }

    [Fact]
    public void Accounts_without_email_or_phone_are_nobody_elses()
    {
        var project = Open("6", AcmeCalendar.TopCustomers);
        project.Write("models/staging/stg_customers.sql", """
            select * from (values
                (1, 'a@example.com', '+1 201 222 3333'), (2, null, null), (3, null, null), (4, 'b@example.com', '12012223333'), (5, 'b@example.com', null), (6, 'c@example.com', '')
            ) as accounts (customer_id, email, phone)
            """);
        ModelRunner.Run(project.Models, new ModelRunOptions { Command = "run", Select = ["stg_customers", "int_customer_persons"] });
        Assert.Equal("1=1 2=2 3=3 4=1 5=1 6=6", Ask<string>(project, "SELECT string_agg(customer_id || '=' || person_id, ' ' ORDER BY customer_id) FROM intermediate.int_customer_persons"));
    }

    [Theory]
    [InlineData("assert_no_person_is_a_crowd", "(1, 'a', '555'), (2, 'b', '555'), (3, 'c', '555'), (4, 'd', '555'), (5, 'e', '555'), (6, 'f', '555')")]
    [InlineData("assert_accounts_that_share_are_one_person", "(1, 'a', '1'), (5, 'a', '2'), (4, 'b', '2'), (3, 'b', '3'), (2, 'c', '3'), (6, 'c', '4')")]
    public void A_number_that_everybody_gives_and_a_chain_that_is_too_long_are_told(string test, string accounts)
    {
        var project = Open("6", AcmeCalendar.TopCustomers, scale: 0.05);
        project.Write("models/staging/stg_customers.sql", $"select * from (values {accounts}) as accounts (customer_id, email, phone)");
        ModelRunner.Run(project.Models, new ModelRunOptions { Command = "run", Select = ["stg_customers", "int_customer_persons"] });
        var results = ModelRunner.Run(project.Models, new ModelRunOptions { Command = "test", Select = ["test_type:singular,int_customer_persons+1"] }).Results;
        Assert.Equal(test, Assert.Single(results, result => result.Status == NodeStatus.Fail).Node.Name);
    }

    [Fact]
    public void The_list_as_it_was_fails_the_test_that_it_must_add_up()
    {
        var project = Open("6", AcmeCalendar.TopCustomers);
        project.Write("models/marts/mart_top_customers.sql", File.ReadAllText(Path.Combine(RepositoryRoot(), "lib", "acme", "5_top_customers", "models", "marts", "mart_top_customers.sql")));
        project.Build();
        var results = ModelRunner.Run(project.Models, new ModelRunOptions { Command = "test", Select = ["assert_top_customers_add_up"] }).Results;
        Assert.Equal(NodeStatus.Fail, Assert.Single(results).Status);
    }

    [Fact]
    public void A_stage_that_is_not_there_is_named_with_those_that_are()
    {
        var fault = Assert.Throws<WorkbookException>(() => Open("9", AcmeCalendar.DayOne));
        Assert.StartsWith("Acme's project has no stage '9'. There are 1_inherited, 2_repaired,", fault.Message);
    }

    [Fact]
    public void Opening_takes_back_what_was_changed_and_leaves_other_files_of_the_folder()
    {
        var project = Open("1", AcmeCalendar.DayOne);
        var keep = Path.Combine(project.Lake.Path, "notes.txt");
        File.WriteAllText(keep, "mine");
        project.Write("models/marts/fct_daily_revenue.sql", "select 1 as x");
        Assert.Contains("THE dashboard number", Open("1", AcmeCalendar.DayOne).Read("models/marts/fct_daily_revenue.sql"));
        Assert.True(File.Exists(keep));
        Assert.StartsWith("'../../x.sql' is not in the project's folder", Assert.Throws<WorkbookException>(() => project.Write("../../x.sql", "")).Message);
    }

    private const string Ratio = """
        SELECT (SELECT sum(revenue_usd) FROM marts.fct_daily_revenue WHERE order_date BETWEEN DATE '2025-06-09' AND DATE '2025-06-15')
             / (SELECT sum(settled_usd_minor) / 100 FROM raw.raw_payments WHERE status = 'succeeded' AND CAST(created AS DATE) BETWEEN DATE '2025-06-09' AND DATE '2025-06-15')
        """;

    private AcmeProject Open(string stage, DateOnly today, double scale = Scale) =>
        AcmeProject.Open(RepositoryRoot(), stage, new LakeFolder(Path.Combine(_folder, stage)), today, scale: scale);

    private static double Revenue(AcmeProject project) => Ask<double>(project, "SELECT sum(revenue_usd) FROM marts.fct_daily_revenue");

    private static T Ask<T>(AcmeProject project, string sql)
    {
        using var connection = new DuckDBConnection($"DataSource={project.Lake.Warehouse}");
        connection.Open();
        return typeof(T) == typeof(double) ? connection.Scalar<T>($"SELECT CAST(({sql}) AS DOUBLE)") : connection.Scalar<T>(sql);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Workbook.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
