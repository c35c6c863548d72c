const baseUrl = '/course/';

export default {
  title: 'My course',
  url: 'https://teacher.example',
  baseUrl,
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]],
  scripts: [{ src: `${baseUrl}attention-lab/attention-lab.js`, type: 'module' }],
};
