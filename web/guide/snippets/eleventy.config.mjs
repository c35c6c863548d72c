const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;');

export default function (config) {
  config.addPassthroughCopy('attention-lab');
  config.addShortcode('attentionLab', (attributes) => {
    const script = config.getFilter('url')('/attention-lab/attention-lab.js');
    const text = Object.entries(attributes).map(([name, value]) => ` ${name}="${escape(value)}"`);
    return `<script type="module" src="${script}"></script><attention-lab${text.join('')}></attention-lab>`;
  });
}
