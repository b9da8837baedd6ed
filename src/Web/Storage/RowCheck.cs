using Microsoft.Data.Sqlite;

namespace WebCap.Storage;

/// <summary>
/// Reads every row of a table as the service will read it. Whoever keeps rows that the service cannot begin without adds one: a row that cannot be read
/// is damage that SQLite, which knows pages and types but no meaning, has not seen.
/// </summary>
internal delegate void RowCheck(SqliteConnection connection);
