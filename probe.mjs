const c = new Intl.Collator('zh-u-co-stroke');
console.log(c.resolvedOptions().collation, process.versions.icu, process.versions.cldr, process.versions.unicode);
const ranges=[[0x4e00,0x9fff,'URO'],[0x3400,0x4dbf,'A'],[0x20000,0x2a6df,'B'],[0x2a700,0x2b739,'C'],[0x2b740,0x2b81d,'D'],[0x2b820,0x2cea1,'E'],[0x2ceb0,0x2ebe0,'F'],[0x30000,0x3134a,'G'],[0x31350,0x323af,'H'],[0x2ebf0,0x2ee5d,'I'],[0xf900,0xfad9,'compat'],[0x2f800,0x2fa1d,'compatsup']];
// header positions
const hs=[];for(let n=1;n<70;n++){hs.push('\uFDD0'+String.fromCharCode(0x2800+n))}
console.log('一 vs header1', c.compare('一',hs[0]), c.compare('丁',hs[1]), c.compare('丁',hs[0]),c.compare('一',hs[1]));
for(const [a,b,n] of ranges){let known=0,last=0;for(let i=a;i<=b;i++){const s=String.fromCodePoint(i);
 let lo=0;while(lo<hs.length&&c.compare(s,hs[lo])>0)lo++; if(lo>0&&lo<hs.length)known++; }console.log(n,b-a+1,'in buckets',known)}
for (const s of ['一','丁','王','张','單','单','欧','𠮷','㛃','䶮','龘','𪚥'] ){let lo=0;while(lo<hs.length&&c.compare(s,hs[lo])>0)lo++;console.log(s,lo)}
