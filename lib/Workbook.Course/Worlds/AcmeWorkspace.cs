using System.Runtime.CompilerServices;
using Workbook.Acme;
using Workbook.Notebooks;

namespace Workbook.Course.Worlds;

/// <summary>Acme Corp. in a notebook: its project at one stage of its history, with the data of that day.</summary>
public static class AcmeWorkspace
{
    private static readonly ConditionalWeakTable<NotebookWorkspace, AcmeProject> Opened = [];

    extension(NotebookWorkspace workspace)
    {
        /// <summary>What <c>OpenAcme</c> opened last in this notebook; null before.</summary>
        public AcmeProject? Acme => Opened.TryGetValue(workspace, out var project) ? project : null;

        /// <summary>
        /// A fresh copy of Acme's project at one stage of its history, with the data of that day. The notebook's lake is then
        /// Acme's: SQL asks <c>warehouse.marts.…</c> once the project is built.
        /// </summary>
        /// <param name="stage">A folder of <c>lib/acme</c>, or its number.</param>
        /// <exception cref="WorkbookException">There is no such stage, or this notebook has asked another lake already.</exception>
        public AcmeProject OpenAcme(string stage, DateOnly today, double scale = 1, CancellationToken cancel = default)
        {
            workspace.MoveTo(Path.Combine(workspace.Root, "lake", "acme", stage.Split('_')[0]));
            var project = AcmeProject.Open(workspace.Root, stage, workspace.Lake, today, workspace.Seed, scale, cancel);
            Opened.AddOrUpdate(workspace, project);
            return project;
        }
    }
}
