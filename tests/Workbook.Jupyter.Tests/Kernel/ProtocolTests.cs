using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Tests.Kernel;

public sealed class ProtocolTests(RunningKernel kernel) : IClassFixture<RunningKernel>, IDisposable
{
    private readonly KernelClient _client = new(kernel.Ports);

    public void Dispose() => _client.Dispose();

    [Fact]
    public void Kernel_info_tells_protocol_and_language()
    {
        var id = _client.Send(_client.Control, "kernel_info_request", []);
        var info = _client.Reply(_client.Control, id);
        Assert.Equal(("ok", "5.3", "workbook"), ((string?)info["status"], (string?)info["protocol_version"], (string?)info["implementation"]));
        Assert.Equal(("C#", ".cs"), ((string?)info["language_info"]!["name"], (string?)info["language_info"]!["file_extension"]));
        Assert.Empty(_client.OutputsOf(id));
    }

    [Fact]
    public void A_cell_is_echoed_shown_and_counted()
    {
        var (reply, outputs) = _client.Run("Console.WriteLine(\"a\"); Console.WriteLine(\"b\"); 6 * 7");
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal(["execute_input", "stream", "execute_result"], outputs.Select(output => output.Type));
        Assert.Equal(("stdout", "a\nb\n"), ((string?)outputs[1].Content["name"], (string?)outputs[1].Content["text"]));
        Assert.Equal("42", (string?)outputs[2].Content["data"]!["text/plain"]);
        Assert.Equal((int?)reply["execution_count"], (int?)outputs[2].Content["execution_count"]);
        Assert.Equal((int)reply["execution_count"]! + 1, (int)_client.Run("1").Reply["execution_count"]!);
    }

    [Fact]
    public void A_silent_cell_leaves_nothing_but_its_effect()
    {
        var before = (int)_client.Run("var quiet = 1;").Reply["execution_count"]!;
        var id = _client.SendCell("quiet = 2; quiet", silent: true);
        Assert.Equal(before, (int)_client.Reply(_client.Shell, id)["execution_count"]!);
        Assert.Empty(_client.OutputsOf(id));
        id = _client.SendCell("quiet", store: false);
        Assert.Equal(before + 1, (int)_client.Reply(_client.Shell, id)["execution_count"]!);
        Assert.Equal("2", (string?)_client.OutputsOf(id)[^1].Content["data"]!["text/plain"]);
        Assert.Equal(before + 1, (int)_client.Run("1").Reply["execution_count"]!);
    }

    [Fact]
    public void Displays_can_be_updated_and_cleared()
    {
        var outputs = _client.Run("var shown = display(HTML(\"<b>1</b>\")); shown.Update(HTML(\"<b>2</b>\")); ClearOutput(true);").Outputs;
        Assert.Equal(["execute_input", "display_data", "update_display_data", "clear_output"], outputs.Select(output => output.Type));
        Assert.Equal("<b>2</b>", (string?)outputs[2].Content["data"]!["text/html"]);
        Assert.Equal((string?)outputs[1].Content["transient"]!["display_id"], (string?)outputs[2].Content["transient"]!["display_id"]);
        Assert.True((bool)outputs[3].Content["wait"]!);
    }

    [Fact]
    public void A_cell_that_fails_ends_those_in_line_behind_it_but_no_later_ones()
    {
        var first = _client.SendCell("System.Threading.Thread.Sleep(300); throw new InvalidOperationException(\"boom\");");
        var second = _client.SendCell("Console.WriteLine(\"never\")");
        var asked = _client.Send(_client.Shell, "comm_info_request", []);
        var failed = _client.Reply(_client.Shell, first);
        Assert.Equal(("error", "InvalidOperationException", "boom"), ((string?)failed["status"], (string?)failed["ename"], (string?)failed["evalue"]));
        Assert.NotEmpty(failed["traceback"]!.AsArray());
        Assert.Equal("aborted", (string?)_client.Reply(_client.Shell, second)["status"]);
        Assert.Equal("ok", (string?)_client.Reply(_client.Shell, asked)["status"]);
        Assert.Equal(["execute_input", "error"], _client.OutputsOf(first).Select(output => output.Type));
        Assert.Empty(_client.OutputsOf(second));
        Assert.Equal("ok", (string?)_client.Run("1").Reply["status"]);
    }

    [Fact]
    public void With_stop_on_error_off_the_line_goes_on()
    {
        var first = _client.SendCell("throw new Exception(\"boom\");", stopOnError: false);
        var second = _client.SendCell("2");
        Assert.Equal("error", (string?)_client.Reply(_client.Shell, first)["status"]);
        Assert.Equal("ok", (string?)_client.Reply(_client.Shell, second)["status"]);
    }

    [Theory]
    [InlineData("polyglot_notebook", "kernelName", "sql")]
    [InlineData("dotnet_interactive", "language", "sql")]
    [InlineData("vscode", "languageId", "sql")]
    public void Cell_metadata_chooses_the_language(string section, string name, string language)
    {
        var (reply, outputs) = _client.Run("SELECT 40 + 2 AS answer", new JsonObject { [section] = new JsonObject { [name] = language } });
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Contains("answer", outputs[^1].Content["data"]!.ToJsonString());
        Assert.Equal("ok", (string?)_client.Run("40 + 2", new JsonObject { [section] = "nonsense" }).Reply["status"]);
    }

    [Fact]
    public void User_expressions_are_answered_each_by_itself()
    {
        var id = _client.SendCell("var seven = 7;", expressions: new JsonObject { ["good"] = "seven * 6", ["bad"] = "nowhere" });
        var values = _client.Reply(_client.Shell, id)["user_expressions"]!;
        Assert.Equal(("ok", "42"), ((string?)values["good"]!["status"], (string?)values["good"]!["data"]!["text/plain"]));
        Assert.Equal("error", (string?)values["bad"]!["status"]);
    }

    [Fact]
    public void Input_is_asked_of_the_front_end_that_runs_the_cell()
    {
        using var other = new KernelClient(kernel.Ports, "other");
        var id = _client.SendCell("var typed = Input(\"Name? \"); typed.ToUpper()", allowStdin: true);
        var request = _client.Read(_client.Stdin);
        Assert.Equal(("input_request", "Name? ", false), (request.Type, (string?)request.Content["prompt"], (bool)request.Content["password"]!));
        Assert.Equal(id, (string?)request.Parent["msg_id"]);
        other.Send(other.Stdin, "input_reply", new JsonObject { ["value"] = "stranger" });
        Thread.Sleep(100);
        _client.Send(_client.Stdin, "input_reply", new JsonObject { ["value"] = "ada" });
        Assert.Equal("ok", (string?)_client.Reply(_client.Shell, id)["status"]);
        Assert.Equal("ADA", (string?)_client.OutputsOf(id)[^1].Content["data"]!["text/plain"]);
    }

    [Fact]
    public void Without_input_a_cell_that_asks_fails_and_says_why()
    {
        var reply = _client.Run("Input(\"?\")").Reply;
        Assert.Equal("error", (string?)reply["status"]);
        Assert.Contains("asks for input, and nobody is there", (string?)reply["evalue"]);
    }

    [Fact]
    public void Cursor_positions_are_code_points()
    {
        var reply = _client.Request("complete_request", new JsonObject { ["code"] = "var s = \"😀😀\"; Console.WriteL", ["cursor_pos"] = 29 });
        Assert.Equal(["WriteLine"], reply["matches"]!.AsArray().Select(match => (string?)match));
        Assert.Equal((22, 28), ((int)reply["cursor_start"]!, (int)_client.Request("complete_request", new JsonObject { ["code"] = "var s = \"😀😀\"; Console.WriteL", ["cursor_pos"] = 28 })["cursor_end"]!));
        Assert.Equal("WriteLine", (string?)reply["metadata"]!["_jupyter_types_experimental"]![0]!["text"]);
    }

    [Fact]
    public void A_question_mark_pages_what_is_known_of_a_name()
    {
        foreach (var code in new[] { "Console.WriteLine?", "?Console.WriteLine", "Console.WriteLine??" })
        {
            var payload = Assert.Single(_client.Run(code).Reply["payload"]!.AsArray())!;
            Assert.Equal("page", (string?)payload["source"]);
            Assert.Contains("WriteLine", (string?)payload["data"]!["text/plain"]);
        }
        var (reply, outputs) = _client.Run("nowhere?");
        Assert.Empty(reply["payload"]!.AsArray());
        Assert.Equal("'nowhere' isn't known here.\n", (string?)outputs[^1].Content["text"]);
    }

    [Fact]
    public void An_inspection_finds_or_says_that_it_doesnt()
    {
        var found = _client.Request("inspect_request", new JsonObject { ["code"] = "Console.WriteLine", ["cursor_pos"] = 17, ["detail_level"] = 0 });
        Assert.True((bool)found["found"]!);
        Assert.False((bool)_client.Request("inspect_request", new JsonObject { ["code"] = "nowhere", ["cursor_pos"] = 7 })["found"]!);
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("if (true) {", "incomplete")]
    [InlineData("var x = ;", "invalid")]
    [InlineData("#!sql\nSELECT 1", "complete")]
    public void Whether_a_cell_is_complete_is_told(string code, string status) =>
        Assert.Equal(status, (string?)_client.Request("is_complete_request", new JsonObject { ["code"] = code })["status"]);

    [Fact]
    public void History_is_told_by_tail_range_and_search()
    {
        foreach (var code in new[] { "1001", "1002", "1001" })
            _client.Run(code);
        var tail = History(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 3, ["output"] = true });
        Assert.Equal(["1001", "1002", "1001"], tail.Select(entry => (string?)entry![2]![0]));
        Assert.Equal("1002", (string?)tail[1]![2]![1]);
        var (session, line) = ((int)tail[1]![0]!, (int)tail[1]![1]!);
        Assert.Equal("1002", (string?)Assert.Single(History(new JsonObject { ["hist_access_type"] = "range", ["session"] = session, ["start"] = line, ["stop"] = line + 1 }))![2]);
        Assert.Empty(History(new JsonObject { ["hist_access_type"] = "range", ["session"] = session + 1 }));
        Assert.Equal(3, History(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "100?" }).Count);
        Assert.Equal(["1002", "1001"], History(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "1*", ["unique"] = true, ["n"] = 2 }).Select(entry => (string?)entry![2]));

        JsonArray History(JsonObject content) => _client.Request("history_request", content)["history"]!.AsArray();
    }

    [Fact]
    public void A_comm_is_closed_politely_and_unknown_requests_leave_no_trace()
    {
        var id = _client.Send(_client.Shell, "comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "jupyter.widget", ["data"] = new JsonObject() });
        var closed = Assert.Single(_client.OutputsOf(id));
        Assert.Equal(("comm_close", "c1"), (closed.Type, (string?)closed.Content["comm_id"]));
        Assert.Empty(_client.OutputsOf(_client.Send(_client.Shell, "nonsense_request", [])));
        Assert.Empty(_client.Request("comm_info_request", [])["comms"]!.AsObject());
    }

    [Fact]
    public void Twenty_megabytes_of_output_arrive_whole()
    {
        var outputs = _client.Run("Workspace.OutputLimit = 0; display(new string('x', 20_000_000), \"text/plain\");").Outputs;
        Assert.Equal(20_000_000, ((string?)outputs[^1].Content["data"]!["text/plain"])!.Length);
    }

    [Fact]
    public void Many_lines_make_few_messages()
    {
        var outputs = _client.Run("for (var i = 0; i < 100_000; i++) Console.WriteLine(i);").Outputs.Where(output => output.Type == "stream").ToList();
        var lines = string.Concat(outputs.Select(output => (string?)output.Content["text"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 100_000).Select(number => $"{number}"), lines);
        Assert.InRange(outputs.Count, 2, 200);
    }

    [Fact]
    public void Two_clients_with_one_identity_each_get_their_own_replies()
    {
        using var twin = new KernelClient(kernel.Ports);
        var (mine, theirs) = (_client.SendCell("11"), twin.SendCell("22"));
        Assert.Equal("ok", (string?)twin.Reply(twin.Shell, theirs)["status"]);
        Assert.Equal("ok", (string?)_client.Reply(_client.Shell, mine)["status"]);
    }
}
