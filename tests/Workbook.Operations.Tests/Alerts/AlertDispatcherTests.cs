using Workbook.Operations.Alerts;

namespace Workbook.Operations.Tests.Alerts;

public sealed class AlertDispatcherTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SteppingTime _time = new();
    private readonly RecordingSink _pager = new("pager"), _log = new("log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_alert_is_not_sent_again_within_its_window_and_is_told_when_it_is_over()
    {
        Dispatch(Alert("disk"));
        Dispatch(Alert("disk"));
        _time.Advance(TimeSpan.FromHours(5));
        Dispatch(Alert("disk"));
        Assert.Equal(["firing disk"], _pager.Heard);
        _time.Advance(TimeSpan.FromHours(1));
        Dispatch(Alert("disk"));
        Assert.Equal(["firing disk", "firing disk"], _pager.Heard);
        Dispatch();
        Dispatch();
        Assert.Equal(["firing disk", "firing disk", "resolved disk"], _pager.Heard);
        Dispatch(Alert("disk"));
        Assert.Equal("firing disk", _pager.Heard[^1]);
    }

    [Fact]
    public void What_was_not_looked_at_stays_open()
    {
        Dispatch(Alert("disk"));
        using (var alerts = Dispatcher())
            alerts.Dispatch([], new HashSet<string> { "network" });
        Assert.Equal(["firing disk"], _pager.Heard);
    }

    [Fact]
    public void An_alert_that_becomes_more_severe_is_sent_at_once_and_one_that_becomes_less_is_not()
    {
        Dispatch(Alert("disk"));
        Dispatch(Alert("disk", Severity.P0));
        Dispatch(Alert("disk"));
        Assert.Equal(["firing disk", "firing disk"], _pager.Heard);
        Assert.Equal([Severity.P1, Severity.P0], _pager.Notices.Select(notice => notice.Severity));
    }

    [Fact]
    public void Each_severity_goes_its_own_way()
    {
        Dispatch(Alert("a", Severity.P0), Alert("b"), Alert("c", Severity.P2), Alert("d", Severity.P3));
        Assert.Equal(["firing a", "firing b"], _pager.Heard);
        Assert.Equal(["firing a", "firing d"], _log.Heard);
    }

    [Fact]
    public void The_digest_comes_once_a_day_with_what_began_and_ended()
    {
        Dispatch(Alert("slow", Severity.P2), Alert("odd", Severity.P2));
        Dispatch(Alert("odd", Severity.P2));
        Assert.Empty(_log.Heard);
        _time.Advance(TimeSpan.FromDays(1));
        Dispatch(Alert("odd", Severity.P2));
        Dispatch(Alert("odd", Severity.P2));
        Assert.Equal(["digest digest:2026-03-01"], _log.Heard);
        Assert.Equal(("3 changes since 2026-03-01, 1 still open", "P2 slow; P2 odd; P2 resolved: slow"), (_log.Notices[0].Title, _log.Notices[0].Text));
        _time.Advance(TimeSpan.FromDays(1));
        Dispatch(Alert("odd", Severity.P2));
        Assert.Single(_log.Heard);
    }

    [Fact]
    public void A_sink_that_fails_is_reported_stops_nothing_and_hears_of_it_next_time()
    {
        _pager.IsDown = true;
        var report = Dispatch(Alert("a", Severity.P0));
        Assert.Equal([new SinkFailure("pager", "pager is down")], report.Failures);
        Assert.Equal(["firing a"], _log.Heard);
        _pager.IsDown = false;
        Dispatch(Alert("a", Severity.P0));
        Assert.Equal(["firing a"], _pager.Heard);
        Assert.Equal(["firing a"], _log.Heard);
        _pager.IsDown = true;
        Dispatch();
        Assert.Equal(["firing a", "resolved a"], _log.Heard);
        _pager.IsDown = false;
        Dispatch();
        Assert.Equal(["firing a", "resolved a"], _pager.Heard);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Whatever_comes_and_goes_no_sink_hears_too_often_and_none_is_left_in_the_dark(int seed)
    {
        var random = new Random(seed);
        string[] names = ["a", "b", "c", "d"];
        for (var step = 0; step < 120; step++)
        {
            _time.Advance(TimeSpan.FromMinutes(random.Next(1, 180)));
            _pager.IsDown = random.Next(4) == 0;
            Dispatch([.. names.Where(_ => random.Next(2) == 0).Select(name => Alert(name))]);
        }

        _pager.IsDown = false;
        Dispatch();
        foreach (var notices in _pager.Notices.GroupBy(notice => notice.Fingerprint))
        {
            AlertNotice? last = null;
            foreach (var notice in notices)
            {
                if (notice.Kind == NoticeKind.Resolved)
                    Assert.Equal(NoticeKind.Firing, last?.Kind);
                else if (last is { Kind: NoticeKind.Firing } && last.Since == notice.Since)
                    Assert.True(notice.At - last.At >= TimeSpan.FromHours(6));
                last = notice;
            }

            Assert.Equal(NoticeKind.Resolved, last!.Kind);
        }

        Assert.Contains("\"open\": []", File.ReadAllText(Path.Combine(_folder.Lake.Runs, "alert_state.json")));
    }

    private DispatchReport Dispatch(params Alert[] firing)
    {
        using var alerts = Dispatcher();
        return alerts.Dispatch(firing, new HashSet<string> { "a", "b", "c", "d", "disk", "slow", "odd" });
    }

    private AlertDispatcher Dispatcher() => new(_folder.Lake, new AlertRouting
    {
        Sinks = [],
        Routes = new Dictionary<Severity, IReadOnlyList<string>> { [Severity.P0] = ["pager", "log"], [Severity.P1] = ["pager"], [Severity.P2] = [], [Severity.P3] = ["log"] },
        DigestOf = [Severity.P2],
        DigestTo = ["log"],
    }, [_pager, _log], _time);

    private static Alert Alert(string name, Severity severity = Severity.P1) => new(name, severity, name);

    /// <summary>Keeps what it is given. It outlives the dispatchers, as a real address does.</summary>
    private sealed class RecordingSink(string name) : IAlertSink
    {
        public List<AlertNotice> Notices { get; } = [];

        public bool IsDown { get; set; }

        public string Name => name;

        public List<string> Heard => [.. Notices.Select(notice => $"{notice.Kind.ToString().ToLowerInvariant()} {notice.Fingerprint}")];

        public void Send(AlertNotice notice, CancellationToken cancellation)
        {
            if (IsDown)
                throw new WorkbookException($"{name} is down");
            Notices.Add(notice);
        }
    }
}
