global using System;
global using System.Collections.Generic;
global using System.Collections.Immutable;
global using System.Globalization;
global using System.IO;
global using System.Linq;
global using System.Threading;
// What a value looks like: MIME type to text, base64 or a System.Text.Json node.
global using Bundle = System.Collections.Generic.IReadOnlyDictionary<string, object>;
// For each schedule its name and, for each minibatch, the position of its task in the plan.
global using Timelines = System.Collections.Generic.IReadOnlyList<
    (string Schedule, System.Collections.Generic.IReadOnlyList<int> TaskAt)>;
