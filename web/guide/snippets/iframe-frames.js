// Gives each frame of a lab the height that it asks for.
addEventListener('message', ({ source, data }) => {
  if (data?.type !== 'attention-lab:resize') return;
  for (const frame of document.querySelectorAll('iframe')) if (frame.contentWindow === source) frame.height = Math.ceil(Number(data.height));
});
