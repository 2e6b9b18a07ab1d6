using System.Text;

namespace Workbook.Notebooks.Engine;

/// <summary>Console.Out, .Error and .In of this process, led to the cell that uses them; other threads get the real ones.</summary>
internal static class CellConsole
{
    private static readonly Lock Gate = new();
    /// <summary>Ours, since the first call.</summary>
    private static TextReader? In;

    public static void Install()
    {
        lock (Gate)
        {
            if (In is null)
            {
                Console.SetOut(new Writer(Console.Out, StreamName.Stdout));
                Console.SetError(new Writer(Console.Error, StreamName.Stderr));
            }
            else if (Console.In == In)
            {
                return;
            }

            // Anew where a host has put its own in its place since: a cell would wait for a console that nobody sees.
            Console.SetIn(new Reader(Console.In));
            In = Console.In;
        }
    }

    /// <summary>The first line is sent at once: the next statement may end the process. What follows close upon it is gathered for a moment.</summary>
    private sealed class Writer : TextWriter
    {
        private const int Full = 8 * 1024;
        private const int MomentMilliseconds = 50;

        private readonly TextWriter _real;
        private readonly StreamName _stream;
        private readonly Lock _lock = new();
        private readonly StringBuilder _text = new();
        private readonly Timer _timer;
        private CellContext? _owner;
        private long _gatheredUntil;

        public Writer(TextWriter real, StreamName stream)
        {
            (_real, _stream) = (real, stream);
            _timer = new Timer(_ => Flush());
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void WriteLine(string? value) => Write($"{value}{Environment.NewLine}".AsSpan());

        public override void Write(ReadOnlySpan<char> buffer)
        {
            var context = CellContext.Current;
            if (context is null)
            {
                _real.Write(buffer);
                return;
            }

            lock (_lock)
            {
                if (_owner != context)
                {
                    Flush();
                    _gatheredUntil = 0;
                }

                if (_text.Length == 0)
                    _timer.Change(MomentMilliseconds, Timeout.Infinite);
                _owner = context;
                _text.Append(buffer);
                if (_text.Length >= Full || (buffer.EndsWith("\n") && Environment.TickCount64 > _gatheredUntil))
                    Flush();
            }
        }

        public override void Flush()
        {
            lock (_lock)
            {
                if (_text.Length > 0)
                    _owner?.Stream(_stream, _text.ToString());
                _text.Clear();
                _gatheredUntil = Environment.TickCount64 + MomentMilliseconds;
            }

            _real.Flush();
        }
    }

    private sealed class Reader(TextReader real) : TextReader
    {
        public override int Read() => CellContext.Current is null ? real.Read()
            : throw new WorkbookException("A cell can ask for a line (Console.ReadLine), not for single keys.");

        public override string? ReadLine()
        {
            if (CellContext.Current is not { } context)
                return real.ReadLine();
            Console.Out.Flush();
            return context.ReadLine("", isPassword: false);
        }
    }
}
