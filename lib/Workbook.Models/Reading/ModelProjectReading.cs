using Workbook.Models.Reading;

namespace Workbook.Models.Project;

/// <summary>A project's way in: what is read doesn't know its readers, but whoever has the one shall find the other.</summary>
public static class ModelProjectReading
{
    extension(ModelProject)
    {
        /// <summary>Reads a dbt project: its files alone, no database.</summary>
        /// <exception cref="WorkbookException">The project can't be read: the message says the file and the line.</exception>
        public static ModelProject Read(ProjectOptions options) => ProjectReader.Read(options);
    }
}
