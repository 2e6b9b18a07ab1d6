namespace Workbook.Cli.Hosting;

/// <summary>What scripts and CI can tell apart.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The command could not do what was asked, and the message says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A notebook's cell took longer than it may.</summary>
    public const int TimedOut = 3;

    /// <summary>A notebook's process ended in the midst of a cell.</summary>
    public const int Died = 4;

    /// <summary>A fault in the program (EX_SOFTWARE).</summary>
    public const int Unexpected = 70;

    /// <summary>Ctrl-C, by the shells' convention.</summary>
    public const int Stopped = 130;
}
