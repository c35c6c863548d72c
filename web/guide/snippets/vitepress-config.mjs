const base = '/course/';

export default {
  base,
  title: 'My course',
  head: [['script', { type: 'module', src: `${base}attention-lab/attention-lab.js` }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'attention-lab' } } },
};
