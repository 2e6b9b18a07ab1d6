namespace Workbook.Operations;

/// <summary>How bad it is, and so what it stops and whom it reaches.</summary>
public enum Severity
{
    /// <summary>Figures would be wrong: the pipeline stops, and it is told at once.</summary>
    P0,

    /// <summary>Told at once; the pipeline goes on.</summary>
    P1,

    /// <summary>In the daily digest.</summary>
    P2,

    /// <summary>Only logged.</summary>
    P3,
}
