using System; using System.Diagnostics; using System.IO; using System.IO.MemoryMappedFiles; using System.Linq; using System.Collections.Generic;
using System.Runtime.InteropServices; using System.Runtime.CompilerServices;
using TorchSharp; using static TorchSharp.torch;
using PolyViT;
unsafe {
var path = "/tmp/probe.bin"; var n = 150; var shape = new long[]{768,3072/4*3+ 0}; long per = 768*768L*4; n = 148;
long total = per*n;
if (!File.Exists(path) || new FileInfo(path).Length != total) { using var f = File.Create(path); var b = new byte[per]; new Random(1).NextBytes(b); for (int i=0;i<n;i++) f.Write(b); }
using var h = File.OpenHandle(path);
_ = Ops.Range(3);
var pars = Enumerable.Range(0,n).Select(_ => zeros(768,768)).ToArray();
foreach (var p in pars) p.fill_(1);
using var map = MemoryMappedFile.CreateFromFile(h, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, true);
void Map(long s, long l, Action<nint> use){ using var v = map.CreateViewAccessor(s,l,MemoryMappedFileAccess.Read); byte* q=null; v.SafeMemoryMappedViewHandle.AcquirePointer(ref q); use((nint)(q+v.PointerOffset)); v.SafeMemoryMappedViewHandle.ReleasePointer(); }
double T(Action a){ var w=Stopwatch.StartNew(); a(); return w.Elapsed.TotalMilliseconds; }
var block = new byte[1<<20];
var cases = new (string, Action)[]{
 ("blocks", () => { for (long o=0;o<total;o+=block.Length) RandomAccess.Read(h, block, o); }),
 ("ReadAllBytes", () => { GC.KeepAlive(File.ReadAllBytes(path)); }),
 ("pread->param", () => { for (int i=0;i<n;i++) RandomAccess.Read(h, pars[i].bytes, i*per); }),
 ("mmap->param", () => { for (int i=0;i<n;i++) Map(i*per, per, q => new Span<byte>((void*)q,(int)per).CopyTo(pars[i].bytes)); }),
 ("pread scratch copy_", () => { for (int i=0;i<n;i++) { using var t = empty(768,768); RandomAccess.Read(h, t.bytes, i*per); pars[i].copy_(t);} }),
 ("mmap scratch copy_", () => { for (int i=0;i<n;i++) { using var t = empty(768,768); Map(i*per, per, q => new Span<byte>((void*)q,(int)per).CopyTo(t.bytes)); pars[i].copy_(t);} }),
 ("mmap alias copy_", () => { for (int i=0;i<n;i++) Map(i*per, per, q => { using var t = Alias(q); pars[i].copy_(t);}); }),
 ("mmap alias copy_ transposed", () => { for (int i=0;i<n;i++) Map(i*per, per, q => { using var t = Alias(q); using var tt=t.t(); pars[i].copy_(tt);}); }),
 ("pread scratch copy_ transposed", () => { for (int i=0;i<n;i++) { using var t = empty(768,768); RandomAccess.Read(h, t.bytes, i*per); using var tt=t.t(); pars[i].copy_(tt);} }),
 ("fresh tensors pread", () => { var l=new List<Tensor>(); for (int i=0;i<n;i++) { var t = empty(768,768); RandomAccess.Read(h, t.bytes, i*per); l.Add(t);} foreach (var t in l) t.Dispose(); }),
 ("mmap only crc", () => { uint c=0; for (int i=0;i<n;i++) Map(i*per, per, q => { c ^= System.IO.Hashing.Crc32.HashToUInt32(new ReadOnlySpan<byte>((void*)q,(int)per)); }); }),
 ("pread scratch crc copy_", () => { uint c=0; for (int i=0;i<n;i++) { using var t = empty(768,768); RandomAccess.Read(h, t.bytes, i*per); c ^= System.IO.Hashing.Crc32.HashToUInt32(t.bytes); pars[i].copy_(t);} }),
};
var res = cases.ToDictionary(c=>c.Item1, c=>new List<double>());
for (int r=0;r<9;r++) foreach (var (name,a) in cases) res[name].Add(T(a));
var b0 = res["blocks"].Order().ElementAt(4);
foreach (var (name,l) in res) Console.WriteLine($"{name,-34} {l.Order().ElementAt(4):F1} ms min {l.Min():F1}  ratio {l.Order().ElementAt(4)/b0:F2}");
}
static unsafe Tensor Alias(nint q) { long* s = stackalloc long[2]; s[0]=768; s[1]=768; return Tensor.UnsafeCreateTensor(N.THSTensor_new(q, &N.Nothing, s, 2, 6, 6, 0, -1, 0)); }
static unsafe class N {
 [DllImport("LibTorchSharp")] public static extern nint THSTensor_new(nint data, delegate* unmanaged[Cdecl]<nint,void> del, long* sizes, int n, sbyte t, sbyte d, int dev, int idx, byte rg);
 [UnmanagedCallersOnly(CallConvs=new[]{typeof(CallConvCdecl)})] public static void Nothing(nint p) {}
}
