using Workbook.Bronze;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Notebooks;
using Workbook.Retail;
using Workbook.Retail.Generation;

namespace Workbook.Course.Worlds;

/// <summary>The retailer in a notebook: raw files, bronze and models of the workspace's seed and scale, each made when it is asked for.</summary>
public static class RetailWorkspace
{
    extension(NotebookWorkspace workspace)
    {
        /// <summary>
        /// Writes the raw files of this seed and scale, unless they are there. Where the folders hold another world, the notebook
        /// moves to others, and says so.
        /// </summary>
        /// <returns>What was generated; null where it was there already.</returns>
        /// <exception cref="WorkbookException">It would have to move, but has asked the lake already.</exception>
        public GenerationSummary? EnsureRaw(CancellationToken cancel = default)
        {
            var folders = WorldFolders.For(workspace.Raw, workspace.LakePath, workspace.Seed, workspace.Scale);
            if (folders.Notice is not null)
            {
                workspace.MoveTo(folders.Lake, home: Path.GetDirectoryName(folders.Lake)!);
                workspace.Raw = folders.Raw;
                Console.WriteLine(folders.Notice);
            }

            var options = new GenerationOptions { Output = workspace.Raw, Seed = workspace.Seed, Scale = workspace.Scale };
            return GenerationState.Holds(options) ? null : DataGenerator.Generate(options, cancel: cancel);
        }

        /// <summary>Brings bronze up to the raw files, generating those first if need be. Files that are gone take their rows along.</summary>
        public IngestionSummary EnsureBronze(CancellationToken cancel = default)
        {
            workspace.EnsureRaw(cancel);
            WorldFolders.Mark(workspace.LakePath, workspace.Seed, workspace.Scale);
            return BronzeIngestion.Run(new IngestionOptions { Raw = workspace.Raw, Lake = workspace.LakePath, Sources = RetailSources.All, Prune = true }, cancel: cancel);
        }

        /// <summary>The retailer's dbt project for this lake, as its files are now.</summary>
        public ModelProject Models => RetailProject.Find(workspace.Root).ModelsIn(workspace.Lake);

        /// <summary>
        /// Brings silver, snapshots and gold up to bronze, filling that first if need be, and tests them. When bronze is of another
        /// world by now, all is built anew, history included.
        /// </summary>
        /// <returns>What was done. A failed test is something to look at: it stops nothing here.</returns>
        public ModelLayers EnsureModels(CancellationToken cancel = default)
        {
            workspace.EnsureBronze(cancel);
            if (AnotherWorld.HasArrived(RetailProject.Find(workspace.Root), workspace.Lake))
                AnotherWorld.DropModels(workspace.Lake);
            // Not one build: there, a failed test keeps what stands on it from being built.
            var built = workspace.RunModels(new ModelRunOptions { ReuseUnchanged = true, ResourceTypes = ["model", "seed", "snapshot"] }, cancel);
            var tested = workspace.RunModels(new ModelRunOptions { ReuseUnchanged = true, Command = "test" }, cancel);
            return new ModelLayers(workspace.Models, [.. built.Results, .. tested.Results]);
        }

        /// <summary>Runs the project as the options say; what fails is in the results.</summary>
        public ModelLayers RunModels(ModelRunOptions options, CancellationToken cancel = default)
        {
            var project = workspace.Models;
            var summary = ModelRunner.Run(project, options with { TargetPath = workspace.Lake.Artifacts }, cancel: cancel);
            cancel.ThrowIfCancellationRequested();
            return new ModelLayers(project, summary.Results);
        }
    }
}
