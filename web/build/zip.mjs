// The whole site as one file to carry away: the same content gives the same bytes, wherever and whenever it is built.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { version } from './dependencies.mjs';
import { filesUnder } from './offline.mjs';

export const zipName = `attention-lab-${version}.zip`;

const readme = `Attention Lab ${version}

Open lab-with-model.html by double click: everything is in this one file, and no network is needed.
lab.html is the same without the language model (smaller).

Or put this folder on any web server, under any address, and open index.html there. It needs no set-up;
.wasm files should be served as application/wasm. Nothing is ever requested from another site.

guide/ explains how to embed a lab in pages of your own. LICENSE.txt and licences.txt hold the licences.


注意力实验室 ${version}

双击打开 lab-with-model.html 即可：所有内容都在这一个文件里，不需要网络。
lab.html 与它相同，只是不带语言模型，文件更小。

也可以把整个文件夹放到任意网页服务器的任意路径下，再打开其中的 index.html，无需任何配置；
.wasm 文件的类型应为 application/wasm。页面不会向任何其他网站发出请求。

guide/ 介绍怎样把实验嵌入您自己的网页。许可证见 LICENSE.txt 与 licences.txt。
`;

/** With a byte order mark and CRLF: Windows opens it in whatever its editor is. */
const readmeBytes = Buffer.from(`\uFEFF${readme.replaceAll('\n', '\r\n')}`);

/** A zip writes local time: this date reads the same in every zone, and is the oldest that the format has. */
const oldest = () => new Date(1980, 0, 1);

/** Writes the zip of all that stands in `folder` into it. */
export function buildZip(folder) {
  const top = zipName.replace('.zip', '');
  const paths = filesUnder(folder).filter((path) => !path.endsWith('.zip'));
  const entries = [['README.txt', readmeBytes], ...paths.map((path) => [path, readFileSync(join(folder, path))])];
  writeFileSync(
    join(folder, zipName),
    zipSync(Object.fromEntries(entries.map(([path, bytes]) => [`${top}/${path}`, bytes])), { level: 6, mtime: oldest() }),
  );
}
