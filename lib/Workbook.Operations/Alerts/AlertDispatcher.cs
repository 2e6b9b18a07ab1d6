using Workbook.Lake;

namespace Workbook.Operations.Alerts;

/// <summary>A sink that did not take a notice.</summary>
public sealed record SinkFailure(string Sink, string Message);

/// <param name="Sent">In the order of sending, with the sink that took it.</param>
/// <param name="Failures">They are tried again with the next dispatch.</param>
public sealed record DispatchReport(IReadOnlyList<(string Sink, AlertNotice Notice)> Sent, IReadOnlyList<SinkFailure> Failures);

/// <summary>
/// Tells of alerts by severity: each sink hears of an alert once, again after <see cref="AlertRouting.Window"/> or when it
/// has become more severe, and once more when it is over. What each has heard of is kept in the lake, so that it holds from
/// run to run. A notice is written down as sent only after the sink took it: after a kill it may come twice, never not at all.
/// </summary>
public sealed class AlertDispatcher : IDisposable
{
    private static readonly TimeSpan LockWait = TimeSpan.FromMinutes(1);

    private readonly LakeFolder _lake;
    private readonly AlertRouting _routing;
    private readonly IReadOnlyDictionary<string, IAlertSink> _sinks;
    private readonly TimeProvider _time;

    /// <param name="console">Writes a line for people.</param>
    public AlertDispatcher(LakeFolder lake, AlertRouting routing, Action<string> console, TimeProvider? time = null)
        : this(lake, routing, routing.Sinks.Select(sink => Create(lake, sink, console, time)), time)
    {
    }

    internal AlertDispatcher(LakeFolder lake, AlertRouting routing, IEnumerable<IAlertSink> sinks, TimeProvider? time = null)
    {
        (_lake, _routing, _time) = (lake, routing, time ?? TimeProvider.System);
        _sinks = sinks.ToDictionary(sink => sink.Name, StringComparer.Ordinal);
    }

    /// <param name="firing">What is wrong now.</param>
    /// <param name="looked">The fingerprints that were looked at: those of them that are open and don't fire are over.</param>
    /// <param name="info">What is worth telling though nothing is wrong; goes where <see cref="Severity.P3"/> goes, each time.</param>
    public DispatchReport Dispatch(IReadOnlyList<Alert> firing, IReadOnlySet<string> looked, IReadOnlyList<Alert>? info = null, CancellationToken cancel = default)
    {
        using var held = RunLock.TakeAlerts(_lake, LockWait, cancel);
        var round = new Round(this, AlertState.Read(_lake), _time.GetUtcNow().UtcDateTime, cancel);
        round.SendDigest();
        foreach (var alert in firing.DistinctBy(alert => alert.Fingerprint))
            round.Fire(alert);
        round.Resolve(looked, firing.Select(alert => alert.Fingerprint).ToHashSet(StringComparer.Ordinal));
        foreach (var alert in info ?? [])
            round.Inform(alert);
        round.State.Write(_lake);
        return new DispatchReport(round.Sent, round.Failures);
    }

    /// <summary>Closes the webhooks' connections; what the sinks have heard of is in the lake already.</summary>
    public void Dispose()
    {
        foreach (var sink in _sinks.Values.OfType<IDisposable>())
            sink.Dispose();
    }

    private static IAlertSink Create(LakeFolder lake, SinkDefinition sink, Action<string> console, TimeProvider? time) => sink.Kind switch
    {
        SinkKind.Console => new ConsoleSink(sink.Name, console),
        SinkKind.File => new FileSink(sink.Name, Path.GetFullPath(sink.Target ?? AlertRouting.DefaultFile, lake.Runs)),
        _ => new WebhookSink(sink.Name, new Uri(sink.Target!), sink.Timeout, sink.Retries, time),
    };

    /// <summary>One dispatch: the state as it changes, and what became of each notice.</summary>
    private sealed class Round(AlertDispatcher owner, AlertState state, DateTime now, CancellationToken cancel)
    {
        public AlertState State { get; private set; } = state;

        public List<(string Sink, AlertNotice Notice)> Sent { get; } = [];

        public List<SinkFailure> Failures { get; } = [];

        private AlertRouting Routing => owner._routing;

        public void Fire(Alert alert)
        {
            var known = State.Open.FirstOrDefault(open => open.Fingerprint == alert.Fingerprint);
            var isNews = known is null or { ResolvedAt: not null };
            var isWorse = known is not null && alert.Severity < known.Severity;
            var open = new OpenAlert
            {
                Fingerprint = alert.Fingerprint, Severity = alert.Severity, Title = alert.Title, Text = alert.Text,
                Since = isNews ? now : known!.Since, Sent = known?.Sent ?? new Dictionary<string, DateTime>(),
            };
            if (Routing.DigestOf.Contains(alert.Severity) && (isNews || known!.Severity != alert.Severity))
                AddToDigest($"{alert.Severity} {alert.Title}{(alert.Text is null ? "" : $": {alert.Text}")}");
            var sent = new Dictionary<string, DateTime>(open.Sent, StringComparer.Ordinal);
            foreach (var sink in Routing.Routes[alert.Severity])
                if ((isNews || isWorse || !sent.TryGetValue(sink, out var last) || now - last >= Routing.Window) && Send(sink, Notice(NoticeKind.Firing, open) with { Sql = alert.Sql }))
                    sent[sink] = now;
            Put(open with { Sent = sent });
        }

        public void Resolve(IReadOnlySet<string> looked, HashSet<string> firing)
        {
            foreach (var open in State.Open.Where(open => !firing.Contains(open.Fingerprint) && (open.ResolvedAt is not null || looked.Contains(open.Fingerprint))).ToList())
            {
                if (open.ResolvedAt is null && Routing.DigestOf.Contains(open.Severity))
                    AddToDigest($"{open.Severity} resolved: {open.Title}");
                var resolved = open with { ResolvedAt = open.ResolvedAt ?? now };
                // A sink that is no longer declared can't be told.
                var unaware = open.Sent.Where(sink => owner._sinks.ContainsKey(sink.Key) && !Send(sink.Key, Notice(NoticeKind.Resolved, resolved))).ToDictionary(StringComparer.Ordinal);
                if (unaware.Count > 0)
                    Put(resolved with { Sent = unaware });
                else
                    State = State with { Open = [.. State.Open.Where(other => other.Fingerprint != open.Fingerprint)] };
            }
        }

        public void Inform(Alert alert)
        {
            foreach (var sink in Routing.Routes[Severity.P3])
                Send(sink, Notice(NoticeKind.Info, new OpenAlert { Fingerprint = alert.Fingerprint, Severity = alert.Severity, Title = alert.Title, Text = alert.Text, Since = now }));
        }

        /// <summary>With the first dispatch of a UTC day: what the days before it gathered.</summary>
        public void SendDigest()
        {
            var today = DateOnly.FromDateTime(now);
            if (State.DigestDay is { } day && day < today && State.Digest.Count > 0)
            {
                var open = State.Open.Count(alert => alert.ResolvedAt is null && Routing.DigestOf.Contains(alert.Severity));
                var notice = new AlertNotice
                {
                    Kind = NoticeKind.Digest, Fingerprint = Invariant($"digest:{day:yyyy-MM-dd}"), Severity = Routing.DigestOf.DefaultIfEmpty(Severity.P2).Min(), At = now,
                    Title = Invariant($"{State.Digest.Count} change{(State.Digest.Count == 1 ? "" : "s")} since {day:yyyy-MM-dd}, {open} still open"), Text = string.Join("; ", State.Digest),
                };
                if (!Routing.DigestTo.Select(sink => Send(sink, notice)).ToList().Contains(true))
                    return;
                State = State with { Digest = [] };
            }

            State = State with { DigestDay = State.Digest.Count == 0 ? today : State.DigestDay ?? today };
        }

        private void AddToDigest(string line) => State = State with { Digest = [.. State.Digest, line] };

        private void Put(OpenAlert alert) => State = State with { Open = [.. State.Open.Where(open => open.Fingerprint != alert.Fingerprint), alert] };

        private AlertNotice Notice(NoticeKind kind, OpenAlert alert) => new()
        {
            Kind = kind, Fingerprint = alert.Fingerprint, Severity = alert.Severity, Title = alert.Title, Text = alert.Text, At = now, Since = alert.Since,
        };

        private bool Send(string sink, AlertNotice notice)
        {
            try
            {
                owner._sinks[sink].Send(notice, cancel);
                Sent.Add((sink, notice));
                return true;
            }
            catch (WorkbookException fault)
            {
                Failures.Add(new SinkFailure(sink, fault.Message));
                return false;
            }
        }
    }
}
