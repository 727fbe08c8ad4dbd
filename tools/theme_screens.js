// What a reader could not use of the switcher and the notice: a list of sentences.
() => {
    const wrong = []
    const within = (box) => box.left >= -0.5 && box.right <= innerWidth + 0.5
        && box.top >= -0.5 && box.bottom <= innerHeight + 0.5
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.offsetWidth > 0
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const rgb = (colour) => {
        probe.clearRect(0, 0, 1, 1)
        probe.fillStyle = colour
        probe.fillRect(0, 0, 1, 1)
        return [...probe.getImageData(0, 0, 1, 1).data]
    }
    const behind = (one) => {
        for (; one; one = one.parentElement) {
            const colour = rgb(getComputedStyle(one).backgroundColor)
            if (colour[3] > 200) return colour
        }
        const page = document.createElement('i')
        page.style.backgroundColor = 'Canvas'
        document.body.append(page)
        const colour = rgb(getComputedStyle(page).backgroundColor)
        page.remove()
        return colour
    }
    const light = (colour) => {
        const [r, g, b] = colour.slice(0, 3).map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const contrast = (one) => {
        const [high, low] = [rgb(getComputedStyle(one).color), behind(one)].map(light).sort((a, b) => b - a)
        return (high + 0.05) / (low + 0.05)
    }
    const legible = (one, what) => {
        const found = contrast(one)
        if (found < 4.5) wrong.push(`${what}: contrast ${found.toFixed(2)}`)
    }
    const usable = (one) => {
        const box = one.getBoundingClientRect()
        const name = one.textContent
        if (!within(box)) wrong.push(`${name}: not on the screen, ${box.left | 0}–${box.right | 0}, ${box.top | 0}–${box.bottom | 0}`)
        if (box.width < 24 || box.height < 24) wrong.push(`${name}: ${box.width | 0} × ${box.height | 0} pixels`)
        const [top] = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)
        if (!top || !(one.contains(top) || top.contains(one))) wrong.push(`${name}: covered by ${top?.outerHTML.slice(0, 60)}`)
        legible(one, name)
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push(`page: ${document.documentElement.scrollWidth} pixels wide`)
    const switchers = [...document.querySelectorAll('.tandem-languages')].filter(seen)
    if (switchers.length !== 1) wrong.push(`${switchers.length} switchers`)
    for (const switcher of switchers) {
        const links = [...switcher.querySelectorAll('a')]
        const menu = switcher.querySelector('details')
        if (!!menu !== links.length > 3) wrong.push(`menu: ${!!menu}`)
        if (menu) {
            usable(menu.firstElementChild)
            menu.open = true
            if (document.documentElement.scrollWidth > innerWidth) wrong.push(`open: page ${document.documentElement.scrollWidth} pixels wide`)
        }
        links.forEach(usable)
        for (const link of links) if (!link.lang || link.lang !== link.hreflang) wrong.push(`${link.textContent}: lang`)
        const current = links.filter((link) => link.ariaCurrent).map((link) => link.lang)
        if (current.join() !== document.documentElement.lang) wrong.push(`current: ${current}`)
    }
    const notice = document.querySelector('.tandem-notice')
    const own = document.documentElement.lang.slice(0, 2)
    if (!notice !== (own === 'en')) wrong.push('notice')
    if (notice) {
        const box = notice.getBoundingClientRect()
        if (box.left < 0 || box.right > innerWidth) wrong.push('notice: wider than the screen')
        legible(notice.querySelector('p'), 'notice')
        const marked = [...document.querySelectorAll('p')].filter((one) => one.textContent === 'They make honey.')
        if (marked.length !== 1 || !marked[0].closest('[lang]')?.lang.startsWith('en')) wrong.push('no mark of the English')
    }
    return wrong
}
